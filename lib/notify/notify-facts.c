/* What a template may say of a message: facts from the store, as texts in the addressee's language. */
#include "notify/notify-inside.h"
#include "notify/notify-words.h"
#include "ticket/ticket.h"

#include <inttypes.h>

/* A fact is one line, whatever the store holds: a line break in it would end the Subject and forge headers.
 */
static const char *one_line(const char *text, struct cs_arena *arena)
{
    static const char breaks[] = "\r\n\t\v\f";
    if (!text || !text[strcspn(text, breaks)])
        return text ? text : "";
    char *flat = cs_arena_strdup(arena, text);
    for (char *at = flat + strcspn(flat, breaks); *at; at += strcspn(at, breaks))
        *at++ = ' ';
    return flat;
}

void cs_facts_add(struct cs_facts *facts, const char *name, const char *text)
{
    if (facts->count < CS_FACTS_MAX)
        facts->list[facts->count++] = (struct cs_notify_fact){ name, one_line(text, facts->arena) };
}

void cs_facts_number(struct cs_facts *facts, const char *name, const struct cs_value *value, bool zero)
{
    bool shown = value->type == CS_INTEGER && (zero || value->integer);
    cs_facts_add(facts, name, shown ? cs_arena_printf(facts->arena, "%" PRId64, value->integer) : "");
}

void cs_facts_moment(struct cs_facts *facts, const char *name, const struct cs_value *value)
{
    char text[CS_MOMENT_SIZE] = "";
    if (value->type == CS_INTEGER)
        cs_moment_format_short(text, value->integer, facts->zone);
    cs_facts_add(facts, name, cs_arena_strdup(facts->arena, text));
}

void cs_facts_word(struct cs_facts *facts, const char *name, const char *label_name,
                   const struct cs_choice *choices, const char *code)
{
    if (name)
        cs_facts_add(facts, name, code);
    if (label_name)
        cs_facts_add(facts, label_name, cs_notify_labels(choices, code, facts->chinese, facts->arena));
}

static void limit_facts(struct cs_facts *facts, const struct cs_value *row, int64_t now)
{
    cs_facts_word(facts, "metric", "metric_label", cs_notify_metrics, cs_value_text(&row[OF_METRIC]));
    cs_facts_moment(facts, "due_at", &row[OF_DUE_AT]);
    int64_t late = now - cs_value_integer(&row[OF_DUE_AT], now);
    cs_facts_add(facts, "late", late > 0 ? cs_notify_span(late, facts->chinese, facts->arena) : "");
    cs_facts_add(facts, "early", late < 0 ? cs_notify_span(-late, facts->chinese, facts->arena) : "");
    cs_facts_number(facts, "rung", &row[OF_RUNG], false);
    cs_facts_word(facts, "level", "level_label", cs_notify_levels, cs_value_text(&row[OF_LEVEL]));
    cs_facts_add(facts, "role", cs_value_text(&row[OF_ROLE]));
}

static void ticket_words(struct cs_facts *facts, const struct cs_value *row)
{
    cs_facts_word(facts, "ticket.kind", "ticket.kind_label", cs_ticket_kinds, cs_value_text(&row[OF_KIND]));
    cs_facts_word(facts, "ticket.state", "ticket.state_label", cs_ticket_states,
                  cs_value_text(&row[OF_STATE]));
    const char *priority = row[OF_PRIORITY].type == CS_INTEGER
                               ? cs_arena_printf(facts->arena, "%" PRId64, row[OF_PRIORITY].integer)
                               : "";
    cs_facts_word(facts, "ticket.priority", "ticket.priority_label", cs_ticket_priorities, priority);
    cs_facts_word(facts, NULL, "ticket.grade", cs_ticket_grades, cs_value_text(&row[OF_GRADE]));
    cs_facts_word(facts, NULL, "ticket.flags", cs_ticket_flags, cs_value_text(&row[OF_FLAGS]));
    cs_facts_word(facts, "ticket.component", "ticket.component_label", cs_ticket_components,
                  cs_value_text(&row[OF_COMPONENT]));
}

static enum cs_status ticket_facts(struct cs_facts *facts, struct cs_store *store, const struct cs_value *row,
                                   int64_t now, struct cs_error *err)
{
    struct cs_value supplier[1] = { cs_null() };
    enum cs_status status = CS_NONE;
    if (row[OF_TICKET].type == CS_INTEGER)
        status = cs_store_get(store, &cs_notify_statements, NOTIFY_SUPPLIER, &row[OF_TICKET], supplier,
                              facts->arena, err);
    if (status != CS_OK && status != CS_NONE)
        return status;
    cs_facts_number(facts, "ticket.id", &row[OF_TICKET], false);
    cs_facts_add(facts, "ticket.source", cs_value_text(&row[OF_SOURCE]));
    cs_facts_add(facts, "ticket.external_id", cs_value_text(&row[OF_EXTERNAL_ID]));
    ticket_words(facts, row);
    cs_facts_add(facts, "ticket.subject", cs_value_text(&row[OF_SUBJECT]));
    cs_facts_add(facts, "ticket.project", cs_value_text(&row[OF_PROJECT]));
    cs_facts_add(facts, "ticket.room", cs_value_text(&row[OF_ROOM]));
    cs_facts_moment(facts, "ticket.opened_at", &row[OF_OPENED_AT]);
    struct cs_value age = cs_integer((now - cs_value_integer(&row[OF_OPENED_AT], now)) / 86400);
    cs_facts_number(facts, "ticket.age", &age, true);
    cs_facts_moment(facts, "ticket.last_contact_at", &row[OF_LAST_CONTACT_AT]);
    cs_facts_add(facts, "ticket.assignee", cs_value_text(&row[OF_ASSIGNEE]));
    cs_facts_add(facts, "ticket.supplier", cs_value_text(&supplier[0]));
    cs_facts_number(facts, "ticket.reopens", &row[OF_REOPENS], false);
    cs_facts_number(facts, "ticket.chasers", &row[OF_CHASERS], false);
    cs_facts_add(facts, "open", row[OF_ENDED].type == CS_INTEGER && !row[OF_ENDED].integer ? "yes" : "");
    return CS_OK;
}

static void recipient_facts(struct cs_facts *facts, const struct cs_value *row)
{
    cs_facts_add(facts, "recipient.code", cs_value_text(&row[OF_CODE]));
    cs_facts_add(facts, "recipient.name", cs_value_text(&row[OF_NAME]));
    cs_facts_add(facts, "recipient.language", facts->chinese ? "zh" : "en");
    cs_facts_add(facts, "recipient.email", cs_value_text(&row[OF_EMAIL]));
    cs_facts_add(facts, "recipient.phone", cs_value_text(&row[OF_PHONE]));
    cs_facts_add(facts, "recipient.account", cs_value_text(&row[OF_ACCOUNT]));
}

enum cs_status cs_notify_facts(struct cs_store *store, int64_t id, int64_t now, const struct cs_zone *zone,
                               struct cs_arena *arena, struct cs_notify_facts *out, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(id) };
    struct cs_value row[OF_COLUMNS];
    struct cs_facts facts = { .arena = arena, .zone = zone };
    enum cs_status status = cs_store_get(store, &cs_notify_statements, NOTIFY_FACTS, in, row, arena, err);
    if (status == CS_NONE)
        return cs_error_set(err, CS_NONE, _("there is no message %" PRId64), id);
    if (status != CS_OK)
        return status;
    if (row[OF_STAFF].type == CS_NULL && row[OF_CUSTOMER].type == CS_INTEGER &&
        strcmp(cs_value_text(&row[OF_LEGAL_HOLD]), "yes") == 0)
        return cs_error_set(
            err, CS_REFUSED,
            _("case %" PRId64 " is under a legal hold: nothing goes to the customer by itself"),
            cs_value_integer(&row[OF_TICKET], 0));
    if (row[OF_STAFF].type == CS_NULL)
        return cs_error_set(err, CS_REFUSED, _("message %" PRId64 " has nobody to go to"), id);
    const char *language = cs_store_setting(store, "language");
    if (row[OF_LANGUAGE].type == CS_TEXT && *row[OF_LANGUAGE].text)
        language = row[OF_LANGUAGE].text;
    facts.chinese = !language || !*language || strncmp(language, "zh", 2) == 0;
    cs_facts_begin(&facts);
    const struct cs_value moment = cs_integer(now);
    cs_facts_add(&facts, "key", cs_value_text(&row[OF_KEY]));
    cs_facts_moment(&facts, "now", &moment);
    recipient_facts(&facts, row);
    limit_facts(&facts, row, now);
    status = ticket_facts(&facts, store, row, now, err);
    *out = (struct cs_notify_facts){ .template_name = cs_value_text(&row[OF_TEMPLATE]),
                                     .language = facts.chinese ? "zh" : "en" };
    if (status == CS_OK)
        status = cs_digest_facts(&facts, store, id, now, out, err);
    out->list = facts.list;
    out->count = facts.count;
    return status;
}

void cs_facts_begin(struct cs_facts *facts)
{
    facts->list = cs_arena_alloc(facts->arena, CS_FACTS_MAX * sizeof *facts->list);
    facts->count = 0;
}

const char *cs_notify_fact(const struct cs_notify_facts *facts, const char *name)
{
    for (size_t i = 0; i < facts->count; i++)
        if (strcmp(facts->list[i].name, name) == 0)
            return facts->list[i].text;
    return "";
}
