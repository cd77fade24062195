/* One move of one case: is it legal, is all known that it demands, and then all of it in the store at once.
 */
#include "ticket/act.h"
#include "ticket/move.h"

#include <stdlib.h>

enum { DAY = 86400 };

static const struct verb *verb_find(const char *name)
{
    for (const struct verb *verb = cs_ticket_verbs; verb->name; verb++)
        if (strcmp(verb->name, name) == 0)
            return verb;
    return NULL;
}

static bool is(const char *word, const char *other)
{
    return strcmp(word, other) == 0;
}

/* "case 17 stands at "to dispatch": work is not a legal move; legal are: ..." */
static enum cs_status refuse(const struct moving *m, int64_t path, struct cs_error *err)
{
    const char *state = cs_value_text(&m->old[CASE_STATE]);
    struct cs_buffer legal = CS_BUFFER_INIT;
    if (is(state, "held")) {
        cs_buffer_text(&legal, "resume, review, renew");
    } else {
        cs_ticket_path_legal(m->t, path, state, &legal);
        if (!cs_case_ended(m->old))
            cs_buffer_printf(&legal, "%shold, merge, cancel", legal.length ? ", " : "");
    }
    cs_buffer_printf(&legal, "%snote, contact", legal.length ? ", " : "");
    cs_error_set(err, CS_REFUSED, _("case %lld stands at \"%s\": %s%s%s is no legal move; legal are: %s"),
                 (long long)m->id, cs_choice_label(cs_ticket_states, state), m->move->verb,
                 m->move->outcome[0] ? " " : "", m->move->outcome, legal.text);
    cs_buffer_release(&legal);
    return CS_REFUSED;
}

/* Finds where the move leads; *demands what must be known. */
static enum cs_status find_target(struct moving *m, enum verb_place place, const char **demands,
                                  struct cs_error *err)
{
    const char *verb = m->move->verb, *state = cs_value_text(&m->old[CASE_STATE]);
    bool ended = cs_case_ended(m->old), held = is(state, "held");
    int64_t path = cs_value_integer(&m->old[CASE_PATH], 0);
    *demands = "";
    enum cs_status status = cs_ticket_path_of(m->t, cs_value_text(&m->old[CASE_KIND]),
                                              cs_value_integer(&m->old[CASE_PRIORITY], 3), &path, err);
    if (status != CS_OK)
        return status;
    if (cs_after_the_end(m, path, demands, &status, err))
        return status;
    if (is(verb, "note") || (held && (is(verb, "review") || is(verb, "renew"))))
        return CS_OK;
    if (place == VERB_WHILE_OPEN && !ended) {
        m->to = held ? NULL : cs_ticket_path_move(m->t, path, verb, m->move->outcome, state, demands);
        return CS_OK;
    }
    if (is(verb, "contact")) {
        m->to = held || ended ? NULL : cs_ticket_path_move(m->t, path, verb, "", state, demands);
        return CS_OK;
    }
    if (is(verb, "cancel") && !ended)
        m->to = "cancelled";
    else if (is(verb, "merge") && !ended)
        m->to = "merged";
    else if (is(verb, "hold") && !ended && !held)
        m->to = "held";
    else if (is(verb, "resume") && held)
        m->to = m->old[CASE_RESUME_STATE].type == CS_TEXT ? m->old[CASE_RESUME_STATE].text : "received";
    else if (!held)
        m->to = cs_ticket_path_move(m->t, path, verb, m->move->outcome, state, demands);
    return m->to ? CS_OK : refuse(m, path, err);
}

/* An option, and in another language the heading of what it gives. */
static void name_option(const char *word, const char *option, struct cs_buffer *out)
{
    int index = cs_record_find(&cs_ticket_record, word);
    const char *heading = index >= 0             ? cs_ticket_record.fields[index].heading
                          : is(word, "evidence") ? N_("Evidence")
                          : is(word, "note")     ? N_("Note")
                                                 : N_("Reason");
    cs_buffer_printf(out, "%s%s", out->length ? ", " : "", option);
    if (strcmp(cs_translate(heading), heading) != 0)
        cs_buffer_printf(out, " %s", cs_translate(heading));
}

/* Appends what a demand still lacks to `missing`. */
static void lacking(const struct moving *m, const char *word, size_t length, struct cs_buffer *missing)
{
    const struct {
        const char *word;
        bool known;
        const char *option;
    } demands[] = {
        { "class", m->fault.class.type == CS_TEXT && !is(m->fault.class.text, "undecided"), "--class" },
        { "component", m->fault.component.type == CS_TEXT, "--component" },
        { "cause", m->fault.cause.type == CS_TEXT, "--cause" },
        { "party", m->fault.party.type == CS_TEXT, "--party" },
        { "evidence", m->move->evidence && m->move->evidence[0], "--evidence" },
        { "note", m->move->note && m->move->note[0], "--note" },
        { "reason", m->move->reason && m->move->reason[0], "--reason" },
    };
    for (size_t i = 0; i < sizeof demands / sizeof *demands; i++)
        if (strncmp(demands[i].word, word, length) == 0 && !demands[i].word[length] && !demands[i].known &&
            !(is(demands[i].word, "evidence") && cs_evidence_hangs(m->t, m->id, m->fault.seq)))
            name_option(demands[i].word, demands[i].option, missing);
}

static enum cs_status check_demands(const struct moving *m, const char *demands, struct cs_error *err)
{
    struct cs_buffer missing = CS_BUFFER_INIT;
    for (const char *at = demands; *at; at += strcspn(at, ";"), at += *at == ';')
        lacking(m, at, strcspn(at, ";"), &missing);
    if (missing.length)
        cs_error_set(err, CS_REFUSED, _("case %lld, fault %lld: a %s cannot come to \"%s\" yet; missing: %s"),
                     (long long)m->id, (long long)(m->fault.seq ? m->fault.seq : 1),
                     cs_choice_label(cs_ticket_kinds, cs_value_text(&m->old[CASE_KIND])),
                     cs_choice_label(cs_event_verbs, m->move->verb), missing.text);
    bool lacks = missing.length > 0;
    cs_buffer_release(&missing);
    return lacks ? CS_REFUSED : CS_OK;
}

static enum cs_status check_time(const struct moving *m, struct cs_error *err)
{
    char text[CS_MOMENT_SIZE];
    cs_moment_format(text, m->at, m->t->o.zone);
    if (m->at > m->t->o.now)
        return cs_error_set(
            err, CS_REFUSED,
            _("case %lld: %s lies in the future; a move is written down when it has happened"),
            (long long)m->id, text);
    if (m->at < cs_value_integer(&m->old[CASE_OPENED_AT], INT64_MIN))
        return cs_error_set(err, CS_REFUSED, _("case %lld: %s lies before the case was opened"),
                            (long long)m->id, text);
    return CS_OK;
}

/* What is told later may have happened earlier, but no move of the loop before the one it follows. Words and
 * notes are no moves; of one work several crews report, each in its own time. */
static enum cs_status check_order(const struct moving *m, struct cs_error *err)
{
    char text[CS_MOMENT_SIZE], then[CS_MOMENT_SIZE];
    if (!m->to || is(m->move->verb, "contact") || is(m->move->verb, "note"))
        return CS_OK;
    const struct cs_value in[] = { cs_integer(m->id), cs_text(m->move->verb) };
    struct cs_value last[2];
    enum cs_status status = cs_ticket_get(m->t, EVENT_LAST_MOVE, in, last, err);
    if (status == CS_NONE) {
        cs_error_clear(err);
        return CS_OK;
    }
    if (status != CS_OK || m->at >= last[1].integer)
        return status;
    cs_moment_format(text, m->at, m->t->o.zone);
    cs_moment_format(then, last[1].integer, m->t->o.zone);
    return cs_error_set(err, CS_REFUSED, _("case %lld: %s lies before %s, which happened at %s"),
                        (long long)m->id, text, last[0].text, then);
}

void cs_move_set_time(struct moving *m, int column)
{
    m->new[column] = cs_integer(m->at);
}

/* Puts a text of the move into a column, where it was said. */
static void put(struct moving *m, int column, const char *text)
{
    if (text)
        m->new[column] = text[0] ? cs_text(text) : cs_null();
}

static void put_common(struct moving *m)
{
    const struct cs_move *move = m->move;
    if (move->handling_dept && m->old[CASE_HANDLING_DEPT].type == CS_TEXT &&
        !is(move->handling_dept, m->old[CASE_HANDLING_DEPT].text))
        m->new[CASE_HANDOFFS] = cs_integer(cs_value_integer(&m->old[CASE_HANDOFFS], 0) + 1);
    put(m, CASE_HANDLING_DEPT, move->handling_dept);
    put(m, CASE_RESPONSIBLE_DEPT, move->responsible_dept);
    put(m, CASE_RESOLUTION, move->resolution);
    put(m, CASE_VERDICT, move->verdict);
    put(m, CASE_ASSIGNEE, move->assignee);
    if (move->assignee && m->old[CASE_ASSIGNED_AT].type == CS_NULL)
        cs_move_set_time(m, CASE_ASSIGNED_AT);
    if (move->promised_at != CS_NO_TIME)
        m->new[CASE_PROMISED_AT] = cs_integer(move->promised_at);
    if (move->appointment_at != CS_NO_TIME)
        m->new[CASE_APPOINTMENT_AT] = cs_integer(move->appointment_at);
    if (move->priority) {
        m->new[CASE_PRIORITY] = cs_integer(move->priority[0] - '0');
        m->silent = false;
    }
}

/* What the move says of the fault. At inspection the class is the first verdict. */
static void put_fault(struct moving *m)
{
    const struct cs_move *move = m->move;
    bool first = is(move->verb, "inspect");
    const struct {
        const char *text;
        struct cs_value *value;
    } parts[] = {
        { move->place, &m->fault.place },
        { move->component, &m->fault.component },
        { move->symptom, &m->fault.symptom },
        { move->class, first ? &m->fault.first_class : &m->fault.class },
        { move->cause, &m->fault.cause },
        { move->party, &m->fault.party },
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].text) {
            *parts[i].value = cs_text(parts[i].text);
            m->fault_changed = true;
        }
}

/* "S07=60;S09=40": shares of responsibility, which must make a hundred; the first is the party that lists
 * show. */
static enum cs_status save_shares(struct moving *m, const char *shares, struct cs_error *err)
{
    const struct cs_value clear[] = { cs_integer(m->id), cs_integer(m->fault.seq) };
    enum cs_status status = cs_ticket_do(m->t, SHARE_CLEAR, clear, err);
    long sum = 0;
    for (const char *at = shares; *at && status == CS_OK; at += strcspn(at, ";"), at += *at == ';') {
        size_t name = strcspn(at, "=;");
        char *end = (char *)at;
        long percent = at[name] == '=' ? strtol(at + name + 1, &end, 10) : 0;
        if (name == 0 || at[name] != '=' || (*end && *end != ';') || percent <= 0 || percent > 100)
            return cs_error_set(err, CS_REFUSED,
                                _("party: write NAME or NAME=PERCENT;NAME=PERCENT, not \"%s\""), shares);
        sum += percent;
        const struct cs_value in[] = { cs_integer(m->id), cs_integer(m->fault.seq), cs_text_length(at, name),
                                       cs_integer(percent), cs_text("no") };
        status = cs_ticket_do(m->t, SHARE_ADD, in, err);
        if (status == CS_EXISTS)
            return cs_error_set(err, CS_REFUSED, _("party: \"%.*s\" has two shares"), (int)name, at);
    }
    if (status == CS_OK && sum != 100)
        status = cs_error_set(err, CS_REFUSED, _("party: the shares of \"%s\" make %ld per cent, not 100"),
                              shares, sum);
    return status;
}

static enum cs_status save_fault(struct moving *m, struct cs_error *err)
{
    if (!m->fault_changed)
        return CS_OK;
    const char *shares = m->move->party && strchr(m->move->party, '=') ? m->move->party : NULL;
    if (shares)
        m->fault.party = cs_text(cs_arena_strndup(&m->t->arena, shares, strcspn(shares, "=")));
    enum cs_status status;
    if (m->fault.seq) {
        status = cs_fault_save(m->t, m->id, &m->fault, err);
    } else {
        m->fault.seq = m->move->fault ? m->move->fault : 1;
        status = cs_fault_add(m->t, m->id, m->fault.seq, &m->fault, err);
    }
    if (status == CS_OK && shares)
        status = save_shares(m, shares, err);
    return status;
}

static enum cs_status save_evidence(struct moving *m, struct cs_error *err)
{
    if (!m->move->evidence || !m->move->evidence[0] || is(m->move->verb, "hold"))
        return CS_OK;
    const struct cs_value in[] = {
        cs_integer(m->id),          m->fault.seq ? cs_integer(m->fault.seq) : cs_null(),
        cs_text(m->move->verb),     cs_text(is(m->move->verb, "agree") ? "signature" : "after"),
        cs_text(m->move->evidence), cs_integer(m->t->o.now),
        cs_integer(m->t->actor_id),
    };
    return cs_ticket_do(m->t, ATTACHMENT_ADD, in, err);
}

static enum cs_status save_move(struct moving *m, struct cs_error *err)
{
    bool backdated = m->t->o.now - m->at > DAY && !m->move->automatic;
    if (backdated)
        cs_case_flag(&m->t->arena, &m->new[CASE_ANOMALIES], "backdated");
    const char *mark = backdated ? "backdated" : NULL;
    const char *note = m->move->note ? m->move->note : m->move->reason;
    const struct ticket_event event = {
        .at = m->at,
        .verb = m->move->verb,
        .outcome = m->move->outcome,
        .old = m->to ? m->old[CASE_STATE] : cs_null(),
        .new = m->to ? cs_text(m->to) : cs_null(),
        .note = note,
        .mark = mark,
    };
    enum cs_status status = cs_case_keep_given(m->t, m->old, err);
    if (status == CS_OK)
        status = cs_event_append(m->t, m->id, &event, err);
    for (size_t i = 0; i < m->told_count && status == CS_OK; i++)
        status = cs_event_append(m->t, m->id, &m->told[i], err);
    if (status == CS_OK && m->reviewed)
        status = cs_past_review(m->t, m->id, m->review_before, err);
    if (status == CS_OK)
        status = save_fault(m, err);
    const struct cs_value ended[] = { cs_integer(m->id), cs_integer(m->at), cs_integer(m->move->fault) };
    if (status == CS_OK && m->ends_fault)
        status = cs_ticket_do(m->t, FAULT_CLOSE, ended, err);
    if (status == CS_OK)
        status = save_evidence(m, err);
    if (status == CS_OK)
        status = cs_case_save(m->t, m->old, m->new, m->at, NULL, NULL, err);
    if (status == CS_OK)
        status = cs_outside_moved(m, err);
    m->t->backdated = backdated;
    if (status == CS_OK && !m->silent)
        status = cs_case_tell(m->t, m->new, m->news, m->at, err);
    m->t->backdated = false;
    return status;
}

/* The move is legal and all is known that it demands. */
static enum cs_status make_move(struct moving *m, const struct verb *verb, struct cs_error *err)
{
    int64_t path;
    put_common(m);
    if (m->to)
        m->new[CASE_STATE] = cs_text(m->to);
    enum cs_status status = cs_case_keep_given(m->t, m->old, err); /* before the fault changes, too */
    if (status == CS_OK)
        status = verb->effect(m, err);
    if (status == CS_OK)
        status = cs_visits_follow(m, err);
    bool leaves = m->to && is(cs_value_text(&m->old[CASE_STATE]), "held") && !is(m->to, "held");
    if (status == CS_OK && leaves && !is(m->move->verb, "resume")) /* cancelled or merged while it rested */
        status = cs_hold_end(m, err);
    if (status == CS_OK)
        status = cs_ticket_path_of(m->t, cs_value_text(&m->new[CASE_KIND]),
                                   cs_value_integer(&m->new[CASE_PRIORITY], 3), &path, err);
    if (status == CS_OK) {
        m->new[CASE_PATH] = path ? cs_integer(path) : cs_null();
        status = save_move(m, err);
    }
    return status;
}

static enum cs_status move_marked(struct cs_tickets *t, int64_t id, const struct cs_move *move,
                                  struct cs_error *err)
{
    struct cs_move whole = *move;
    whole.outcome = move->outcome ? move->outcome : "";
    struct moving m = { .t = t, .move = &whole, .id = id, .at = move->at, .news = CS_CASE_CHANGED };
    const char *demands;
    const struct verb *verb = verb_find(move->verb);
    if (!verb)
        return cs_error_set(err, CS_REFUSED, _("\"%s\" is no move"), move->verb);
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_case_load(t, id, m.old, err);
    if (status == CS_OK)
        status = check_time(&m, err);
    if (status != CS_OK)
        return status;
    memcpy(m.new, m.old, sizeof m.new);
    status = find_target(&m, verb->place, &demands, err);
    if (status == CS_OK)
        status = check_order(&m, err);
    if (status == CS_OK && (is(move->verb, "close") || is(move->verb, "cancel") || is(move->verb, "merge")))
        status = cs_parent_may_end(t, id, move->verb, err);
    if (status == CS_OK)
        status = cs_fault_named(&m, err);
    if (status != CS_OK)
        return status;
    m.demands = demands;
    put_fault(&m);
    status = check_demands(&m, demands, err);
    if (status == CS_OK && *demands && !move->fault)
        status = cs_faults_demand(&m, demands, check_demands, err);
    return status == CS_OK ? make_move(&m, verb, err) : status;
}

enum cs_status cs_ticket_move(struct cs_tickets *t, int64_t id, const struct cs_move *move,
                              struct cs_error *err)
{
    return cs_ticket_moves(t, id, move, 1, err);
}

enum cs_status cs_ticket_moves(struct cs_tickets *t, int64_t id, const struct cs_move *moves, size_t count,
                               struct cs_error *err)
{
    enum cs_status status = cs_ticket_begin(t, err); /* who acts stays written down, whatever is undone */
    if (status == CS_OK)
        status = cs_store_mark(t->o.store, err);
    if (status != CS_OK)
        return status;
    for (size_t i = 0; i < count && status == CS_OK; i++)
        status = move_marked(t, id, &moves[i], err);
    if (status == CS_OK)
        return cs_store_keep_mark(t->o.store, err);
    cs_store_undo_mark(t->o.store); /* a refused move leaves no trace, whatever it had begun to write */
    return status;
}
