/* cs-ticket parent, link, chase, flag: what a desk ties to a case besides the moves of the loop. */
#include "tie.h"

#include <ctype.h>
#include <stdlib.h>

#define A struct tie_args

const struct cs_option parent_options[] = {
    CS_OPT_INT(0, "of", A, other, N_("ID"), N_("the group case above them"), .min = 1, .max = INT64_MAX,
               .group = 1),
    CS_OPT_FLAG(0, "none", A, none, N_("take them off their group case"), .group = 1), CS_OPT_END
};
const struct cs_option link_options[] = {
    CS_OPT_INT(0, "to", A, other, N_("ID"), N_("the other case"), .min = 1, .max = INT64_MAX),
    CS_OPT_TEXT(0, "kind", A, kind, N_("KIND"), N_("source, duplicate, related, follows"),
                .byname = "related"),
    CS_OPT_FLAG(0, "remove", A, none, N_("take the link away")), CS_OPT_END
};
const struct cs_option chase_options[] = {
    CS_OPT_TEXT(0, "channel", A, channel, N_("WAY"), N_("how the customer asked again")), CS_OPT_END
};

static const char *const yes_no[] = { "yes", "no", NULL };
const struct cs_option flag_options[] = {
    CS_OPT_LIST(0, "set", A, set, N_("FLAG,..."), N_("media, lawyer, group, injury, hotline, rescission")),
    CS_OPT_LIST(0, "clear", A, clear, N_("FLAG,..."), N_("flags that no longer hold")),
    CS_OPT_TEXT(0, "grade", A, grade, N_("GRADE"), N_("ordinary, important, major, crisis")),
    CS_OPT_TEXT(0, "reason", A, reason, N_("TEXT"), N_("why")),
    CS_OPT_TEXT(0, "exposure", A, exposure, N_("PLACE"), N_("where it was made public"), .group = 1),
    CS_OPT_TEXT(0, "first-seen", A, first, N_("TIME"), N_("when the exposure was first seen"), .group = 2),
    CS_OPT_INT(0, "reach", A, reach, N_("N"), N_("readers or members"), .min = 1, .max = INT64_MAX),
    CS_OPT_TEXT(0, "letter", A, letter, N_("FIRM"), N_("a lawyer's letter, and from whom"), .group = 1),
    CS_OPT_TEXT(0, "suit", A, suit, N_("COURT"), N_("a lawsuit, and where"), .group = 1),
    CS_OPT_TEXT(0, "number", A, number, N_("NO"), N_("number of the letter or of the court's case")),
    CS_OPT_TEXT(0, "received", A, received, N_("TIME"), N_("when the letter or writ was received"),
                .group = 2),
    CS_OPT_TEXT(0, "answer-by", A, until, N_("TIME"), N_("when the letter must be answered"), .group = 3),
    CS_OPT_TEXT(0, "hearing", A, hearing, N_("TIME"), N_("when the court hears the case"), .group = 3),
    CS_OPT_CHOICE(0, "legal-hold", A, legal_hold, yes_no,
                  N_("no automatic message and no erasure until it is lifted"), .choices = cs_yes_no_choices),
    CS_OPT_END
};

/* Several acts in one transaction, each refusal on its own. */
struct tying {
    struct cs_job *job;
    struct desk desk;
    const struct tie_args *args;
    struct cs_act act;
    struct cs_linking linking;
    struct cs_flagging flagging;
};

static enum cs_status do_one(struct tying *tying, int64_t id, struct cs_error *err)
{
    struct cs_tickets *tickets = tying->desk.tickets;
    const char *verb = tying->job->command->name;
    const struct tie_args *args = tying->args;
    if (strcmp(verb, "parent") == 0)
        return cs_ticket_parent(tickets, id, args->other, &tying->act, err);
    if (strcmp(verb, "link") == 0)
        return cs_ticket_link(tickets, id, &tying->linking, &tying->act, err);
    if (strcmp(verb, "flag") == 0)
        return cs_ticket_flag(tickets, id, &tying->flagging, &tying->act, err);
    int64_t chased;
    bool raised;
    enum cs_status status = cs_ticket_chase(tickets, id, args->channel, &tying->act, &chased, &raised, err);
    if (status == CS_OK && chased != id)
        cs_job_say(tying->job, _("case %lld went on as case %lld: the chaser is counted there"),
                   (long long)id, (long long)chased);
    if (status == CS_OK && raised)
        cs_job_say(tying->job, _("case %lld was chased so often that it goes a level up"), (long long)chased);
    return status;
}

/* What an act began to write before it was refused goes again. */
static enum cs_status tie_one(void *context, int64_t id, struct cs_error *err)
{
    struct tying *tying = context;
    enum cs_status status = cs_store_mark(tying->job->store, err);
    if (status != CS_OK)
        return status;
    status = do_one(tying, id, err);
    if (status == CS_OK)
        return cs_store_keep_mark(tying->job->store, err);
    cs_store_undo_mark(tying->job->store);
    return status == CS_NONE ? CS_REFUSED : status;
}

static enum cs_status moment_of(struct cs_job *job, const char *option, const char *text, int64_t *at)
{
    *at = CS_NO_TIME;
    if (!text)
        return CS_OK;
    enum cs_status status = cs_moment_parse(text, job->zone, false, at, job->err);
    if (status == CS_OK)
        return CS_OK;
    cs_error_prefix(job->err, "--%s", option);
    return CS_MISUSED;
}

enum cs_status tie_words(struct cs_job *job, const char *option, const struct cs_choice *choices,
                         const struct cs_list *said, const char *const **codes, size_t *count)
{
    size_t room = 0;
    for (size_t i = 0; i < said->count; i++)
        room += strlen(said->items[i]) + 1;
    const char **list = cs_arena_alloc(&job->arena, (room + 1) * sizeof *list);
    *count = 0;
    for (size_t i = 0; i < said->count; i++) {
        char *rest = cs_arena_strdup(&job->arena, said->items[i]), *word;
        while ((word = strsep(&rest, ",;"))) {
            if (desk_code(job, option, choices, word, &list[*count]) != CS_OK)
                return CS_MISUSED;
            (*count)++;
        }
    }
    *codes = list;
    return CS_OK;
}

static enum cs_status fill_flagging(struct cs_job *job, const struct tie_args *args, struct cs_flagging *f)
{
    *f = (struct cs_flagging){
        .legal_hold = args->legal_hold,
        .matter = args->exposure ? "exposure"
                  : args->letter ? "letter"
                  : args->suit   ? "suit"
                                 : NULL,
        .place = args->exposure ? args->exposure
                 : args->letter ? args->letter
                                : args->suit,
        .number = args->number,
        .reach = args->reach,
    };
    if (!f->matter &&
        (args->number || args->reach || args->first || args->received || args->until || args->hearing))
        return cs_error_set(
            job->err, CS_MISUSED,
            _("--number, --reach and the times belong to an --exposure, a --letter or a --suit"));
    enum cs_status status = tie_words(job, "set", cs_ticket_flags, &args->set, &f->set, &f->set_count);
    if (status == CS_OK)
        status = tie_words(job, "clear", cs_ticket_flags, &args->clear, &f->clear, &f->clear_count);
    if (status == CS_OK)
        status = desk_code(job, "grade", cs_ticket_grades, args->grade, &f->grade);
    if (status == CS_OK)
        status = args->first ? moment_of(job, "first-seen", args->first, &f->first_at)
                             : moment_of(job, "received", args->received, &f->first_at);
    if (status == CS_OK)
        status = args->until ? moment_of(job, "answer-by", args->until, &f->until_at)
                             : moment_of(job, "hearing", args->hearing, &f->until_at);
    if (status == CS_OK && args->until && isdigit((unsigned char)args->until[0]) && !strchr(args->until, ':'))
        f->until_at += 86399; /* a day is a limit by its end */
    return status;
}

static enum cs_status check_args(struct tying *tying)
{
    struct cs_job *job = tying->job;
    const struct tie_args *args = tying->args;
    const char *verb = job->command->name;
    if (strcmp(verb, "parent") == 0 && !args->other && !args->none)
        return cs_error_set(job->err, CS_MISUSED, _("parent needs the group case (--of ID), or --none"));
    if (strcmp(verb, "flag") == 0)
        return fill_flagging(job, args, &tying->flagging);
    if (strcmp(verb, "link") != 0)
        return CS_OK;
    if (!args->other)
        return cs_error_set(job->err, CS_MISUSED, _("link needs the other case (--to ID)"));
    tying->linking = (struct cs_linking){ .other = args->other, .remove = args->none };
    return desk_code(job, "kind", cs_link_kinds, args->kind, &tying->linking.kind);
}

enum cs_status run_tie(struct cs_job *job, const void *arguments)
{
    const struct tie_args *args = arguments;
    struct tying tying = { .job = job, .args = args };
    tying.act = (struct cs_act){ job->happened_at, args->reason ? args->reason : job->note };
    enum cs_status status = check_args(&tying);
    if (status != CS_OK)
        return status;
    status = desk_open(job, false, &tying.desk);
    if (status == CS_OK)
        status = cs_job_each_id(job, tie_one, &tying);
    cs_escalation_say_provisional(tying.desk.escalation);
    desk_close(&tying.desk);
    return status;
}

enum cs_status move_children(struct cs_job *job, struct desk *desk, int64_t id, const struct cs_move *move)
{
    int64_t *ids = NULL;
    size_t count = 0;
    enum cs_status status = cs_ticket_children(desk->tickets, id, &ids, &count, job->err);
    for (size_t i = 0; i < count && status == CS_OK; i++) {
        struct cs_error why = CS_ERROR_INIT;
        status = cs_ticket_move(desk->tickets, ids[i], move, &why);
        if (status == CS_REFUSED) {
            cs_diag_say(&job->diag, CS_WARNING, NULL, "%s", why.text);
            status = CS_OK;
        } else if (status != CS_OK) {
            cs_error_set(job->err, status, "%s", why.text);
        }
    }
    free(ids);
    return status;
}
