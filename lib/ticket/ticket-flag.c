/* Flags, grade, exposure and law: what makes a case a matter for more than its handler. */
#include "ticket/act.h"

#include <stdlib.h>

static bool is(const char *word, const char *other)
{
    return strcmp(word, other) == 0;
}

static enum cs_status check_matter(const struct acting *a, const struct cs_flagging *f, struct cs_error *err)
{
    char text[CS_MOMENT_SIZE];
    long long id = (long long)a->old[CASE_ID].integer;
    if (f->first_at != CS_NO_TIME && f->first_at > a->t->o.now) {
        cs_moment_format(text, f->first_at, a->t->o.zone);
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: %s lies in the future; what is first seen or received lies behind"),
                            id, text);
    }
    if (f->first_at != CS_NO_TIME && f->until_at != CS_NO_TIME && f->until_at < f->first_at) {
        cs_moment_format(text, f->until_at, a->t->o.zone);
        return cs_error_set(err, CS_REFUSED, _("case %lld: the answer is due at %s, before it was received"),
                            id, text);
    }
    return CS_OK;
}

static struct cs_value moment(int64_t at)
{
    return at == CS_NO_TIME ? cs_null() : cs_integer(at);
}

static enum cs_status add_matter(struct acting *a, const struct cs_flagging *f, struct cs_error *err)
{
    const struct cs_value in[] = {
        a->old[CASE_ID],
        cs_text(f->matter),
        cs_text(f->place),
        cs_text(f->number),
        f->reach ? cs_integer(f->reach) : cs_null(),
        moment(f->first_at),
        moment(f->until_at),
        cs_integer(a->t->o.now),
        cs_integer(a->t->actor_id),
        cs_text(a->act->note),
    };
    enum cs_status status = check_matter(a, f, err);
    if (status == CS_OK)
        status = cs_desk_do(a->t, MATTER_ADD, in, err);
    cs_case_flag(&a->t->arena, &a->new[CASE_FLAGS], is(f->matter, "exposure") ? "media" : "lawyer");
    return status;
}

/* The set without one whole word. */
static struct cs_value cleared(struct cs_tickets *t, const struct cs_value *set, const char *word)
{
    struct cs_value kept = cs_null();
    for (const char *at = cs_value_text(set); *at; at += strcspn(at, ";"), at += *at == ';') {
        const char *one = cs_arena_strndup(&t->arena, at, strcspn(at, ";"));
        if (!is(one, word))
            cs_case_flag(&t->arena, &kept, one);
    }
    return kept;
}

static enum cs_status check_words(const struct acting *a, const struct cs_flagging *f, struct cs_error *err)
{
    long long id = (long long)a->old[CASE_ID].integer;
    bool lifts = f->legal_hold && is(f->legal_hold, "no") && a->old[CASE_LEGAL_HOLD].type == CS_TEXT;
    if (!f->set_count && !f->clear_count && !f->grade && !f->legal_hold && !f->matter)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: flag needs --set, --clear, --grade, --exposure, --letter, --suit "
                              "or --legal-hold"),
                            id);
    for (size_t i = 0; i < f->clear_count; i++)
        for (size_t j = 0; j < f->set_count; j++)
            if (is(f->clear[i], f->set[j]))
                return cs_error_set(err, CS_REFUSED, _("case %lld: \"%s\" is both set and cleared"), id,
                                    cs_choice_label(cs_ticket_flags, f->set[j]));
    if ((f->clear_count || lifts) && !a->act->note)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: clearing a flag or a legal hold needs a reason (--reason TEXT)"),
                            id);
    return CS_OK;
}

/* What the event says of a matter: "exposure: place" */
static const char *words_of(struct acting *a, const struct cs_flagging *f)
{
    const char *note = a->act->note;
    if (!f->matter)
        return note;
    return cs_arena_printf(&a->t->arena, "%s: %s%s%s%s%s", f->matter, f->place, f->number ? " " : "",
                           f->number ? f->number : "", note ? "; " : "", note ? note : "");
}

enum cs_status cs_ticket_flag(struct cs_tickets *t, int64_t id, const struct cs_flagging *f,
                              const struct cs_act *act, struct cs_error *err)
{
    struct acting a;
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_act_open(&a, t, id, act, err);
    if (status == CS_OK)
        status = check_words(&a, f, err);
    if (status == CS_OK && f->matter)
        status = add_matter(&a, f, err);
    if (status != CS_OK)
        return status;
    for (size_t i = 0; i < f->set_count; i++)
        cs_case_flag(&t->arena, &a.new[CASE_FLAGS], f->set[i]);
    for (size_t i = 0; i < f->clear_count; i++)
        a.new[CASE_FLAGS] = cleared(t, &a.new[CASE_FLAGS], f->clear[i]);
    if (f->grade)
        a.new[CASE_GRADE] = cs_text(f->grade);
    if (f->legal_hold)
        a.new[CASE_LEGAL_HOLD] = is(f->legal_hold, "yes") ? cs_text("yes") : cs_null();
    bool same = !f->matter && cs_value_equal(&a.old[CASE_FLAGS], &a.new[CASE_FLAGS]) &&
                cs_value_equal(&a.old[CASE_GRADE], &a.new[CASE_GRADE]) &&
                cs_value_equal(&a.old[CASE_LEGAL_HOLD], &a.new[CASE_LEGAL_HOLD]);
    return same ? CS_OK : cs_act_close(&a, "flag", NULL, words_of(&a, f), err);
}
