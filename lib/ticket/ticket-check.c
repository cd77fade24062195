/* What looks wrong in the cases of a store: suspicions with their words, for a person to judge. */
#include "ticket/suspect.h"

#include <stdio.h>
#include <stdlib.h>

const struct cs_choice cs_suspicions[] = {
    { "double", N_("entered twice"), "疑似重复" },
    { "times", N_("impossible times"), "时间异常" },
    { "backdated", N_("late entry, not judged"), "补录未审" },
    { "hold", N_("hold that nobody looks at"), "挂起失管" },
    { "silence", N_("no word for long"), "久未联系" },
    { "photo", N_("same proof in two cases"), "凭证重复使用" },
    { "visit", N_("visit outside its window"), "上门不在预约时段" },
    { "window", N_("window that nobody told of"), "预约到期无结果" },
    { "again", N_("same fault again"), "同一问题反复" },
    { "unproven", N_("no photo or signature"), "结单无凭证" },
    { "caller", N_("three calls in a week"), "一周三次来电" },
    { NULL, NULL, NULL },
};

enum { S_TICKET, S_CHECK, S_OTHER, S_PROJECT, S_AT, S_WORDS };

static const struct cs_field suspicion_fields[] = {
    { "id", CS_TYPE_INT, CS_KEY, N_("Case"), N_("number of the case in this store"), "工单" },
    { "check", CS_TYPE_CHOICE, CS_KEY, N_("Suspicion"), N_("what looks wrong"), "疑点", cs_suspicions },
    { "other", CS_TYPE_INT, 0, N_("Other case"), N_("number of the other case"), "另一工单" },
    { "project", CS_TYPE_TEXT, CS_QUIET, N_("Project"), N_("code of the project"), "项目" },
    { "at", CS_TYPE_TIME, CS_QUIET, N_("At"), N_("moment that it is about"), "时间" },
    { "words", CS_TYPE_TEXT, 0, N_("In words"), N_("why it looks wrong"), "说明", .width = 0.6 },
};
const struct cs_record cs_suspicion_record = CS_RECORD("suspicion", N_("suspicion"), suspicion_fields);

struct suspecting {
    const struct cs_suspecting *asked;
    int likeness; /* per cent from which two texts are alike */
    const char *check;
    bool (*words)(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text);
    cs_row_fn *each;
    void *context;
};

enum { ID, OTHER, AT, NUMBER, NUMBER2, WORD, WORD2, PROJECT };

static const char *moment(const struct suspecting *s, int64_t at, char text[CS_MOMENT_SIZE])
{
    cs_moment_format(text, at, s->asked->zone);
    text[16] = '\0'; /* 2026-03-02T09:00 */
    text[10] = ' ';
    return text;
}

static long long days(int64_t from, int64_t to)
{
    return (long long)(to - from) / 86400;
}

/* A length of time in the greatest unit of which it has two. */
static const char *span(int64_t from, int64_t to, char text[32])
{
    long long minutes = (long long)(to - from) / 60;
    const char *form = minutes < 120 ? _("%lld min") : minutes < 2880 ? _("%lld h") : _("%lld d");
    snprintf(text, 32, form, minutes < 120 ? minutes : minutes < 2880 ? minutes / 60 : minutes / 1440);
    return text;
}

static bool say_double(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text)
{
    int alike = cs_text_likeness(cs_value_text(&out[WORD]), cs_value_text(&out[WORD2]));
    if (alike < s->likeness)
        return false;
    char later[32];
    cs_buffer_printf(text, _("%d%% the words of case %lld, %s after it"), alike,
                     (long long)out[OTHER].integer, span(out[NUMBER].integer, out[AT].integer, later));
    return true;
}

static bool say_times(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text)
{
    (void)s;
    static const struct cs_choice words[] = {
        { "times_reversed", N_("times reversed"), "时间倒置" },
        { "times_equal", N_("times equal"), "时间相同" },
        { "times_future", N_("in the future"), "时间未到" },
        { NULL, NULL, NULL },
    };
    for (const struct cs_choice *one = words; one->code; one++)
        if (strstr(cs_value_text(&out[WORD]), one->code))
            cs_buffer_printf(text, "%s%s", text->length ? ", " : "", _(one->label));
    return true;
}

static bool say_backdated(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text)
{
    char then[CS_MOMENT_SIZE], later[32];
    cs_buffer_printf(text, _("\"%s\" of %s was written down %s later by %s"),
                     cs_choice_label(cs_event_verbs, cs_value_text(&out[WORD])),
                     moment(s, out[NUMBER].integer, then), span(out[NUMBER].integer, out[AT].integer, later),
                     cs_value_text(&out[WORD2]));
    return true;
}

static void add(struct cs_buffer *text, const char *words)
{
    cs_buffer_printf(text, "; %s", words);
}

static bool say_hold(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text)
{
    char then[CS_MOMENT_SIZE];
    cs_buffer_printf(text, _("held since %s for \"%s\""), moment(s, out[AT].integer, then),
                     cs_value_text(&out[WORD]));
    if (out[NUMBER].type == CS_NULL)
        add(text, _("nobody will look at it again"));
    else if (out[NUMBER].integer < s->asked->now)
        cs_buffer_printf(text, _("; to be looked at by %s"), moment(s, out[NUMBER].integer, then));
    if (out[WORD2].type == CS_TEXT)
        add(text, _("past its limit"));
    if (cs_value_integer(&out[NUMBER2], 0))
        add(text, _("no word to the customer since"));
    return true;
}

static bool say_silence(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text)
{
    char then[CS_MOMENT_SIZE];
    int64_t since = cs_value_integer(&out[NUMBER], 0);
    cs_buffer_printf(text, _("no word to the customer since %s, %lld days"), moment(s, since, then),
                     days(since, s->asked->now));
    return true;
}

static bool say_photo(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text)
{
    (void)s;
    cs_buffer_printf(text, _("%s is the same file that case %lld has"), cs_value_text(&out[WORD]),
                     (long long)out[OTHER].integer);
    return true;
}

static bool say_visit(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text)
{
    char came[CS_MOMENT_SIZE], from[CS_MOMENT_SIZE], until[CS_MOMENT_SIZE];
    cs_buffer_printf(text, _("came at %s; agreed on were %s to %s"), moment(s, out[AT].integer, came),
                     moment(s, out[NUMBER].integer, from), moment(s, out[NUMBER2].integer, until));
    return true;
}

static bool say_window(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text)
{
    char from[CS_MOMENT_SIZE], until[CS_MOMENT_SIZE];
    cs_buffer_printf(text,
                     _("agreed on were %s to %s; nobody said whether somebody came (cs-ticket appoint)"),
                     moment(s, out[NUMBER].integer, from), moment(s, out[AT].integer, until));
    return true;
}

static bool say_reopened(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text)
{
    (void)s;
    cs_buffer_printf(text, _("reopened %lld times"), (long long)out[NUMBER].integer);
    return true;
}

static bool say_fault(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text)
{
    (void)s;
    cs_buffer_printf(text, _("%s in the same home, %lld days after case %lld was closed"),
                     cs_choice_label(cs_ticket_components, cs_value_text(&out[WORD])),
                     days(out[NUMBER].integer, out[AT].integer), (long long)out[OTHER].integer);
    return true;
}

static bool say_unproven(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text)
{
    (void)s;
    bool photo = out[NUMBER].integer > 0, signature = out[NUMBER2].integer > 0;
    cs_buffer_printf(text,
                     photo       ? _("closed by %s without the owner's signature")
                     : signature ? _("closed by %s without a photo after the work")
                                 : _("closed by %s without photo and signature"),
                     cs_value_text(&out[WORD2]));
    return true;
}

static bool say_caller(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text)
{
    (void)s;
    cs_buffer_printf(text, _("case number %lld of this caller within seven days"),
                     (long long)out[NUMBER].integer);
    return true;
}

static enum cs_status take(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct suspecting *s = context;
    struct cs_buffer text = CS_BUFFER_INIT;
    enum cs_status status = CS_OK;
    if (s->words(s, out, &text)) {
        struct cs_value values[] = {
            out[ID],      cs_text(s->check), out[OTHER],
            out[PROJECT], out[AT],           cs_text_length(text.text, text.length)
        };
        const struct cs_row row = { &cs_suspicion_record, values, NULL };
        status = s->each(s->context, &row, err);
    }
    cs_buffer_release(&text);
    return status;
}

static bool wanted(const struct cs_suspecting *asked, const char *check)
{
    for (size_t i = 0; i < asked->check_count; i++)
        if (strcmp(asked->checks[i], check) == 0)
            return true;
    return asked->check_count == 0;
}

enum cs_status cs_ticket_suspect(struct cs_store *store, const struct cs_suspecting *asked, cs_row_fn *each,
                                 void *context, struct cs_error *err)
{
    static const struct {
        const char *check;
        enum suspect_statement statement;
        bool (*words)(struct suspecting *s, const struct cs_value *out, struct cs_buffer *text);
    } checks[] = {
        { "double", DOUBLE_HOME, say_double }, { "double", DOUBLE_PHONE, say_double },
        { "times", BAD_TIMES, say_times },     { "backdated", BACKDATED, say_backdated },
        { "hold", SILENT_HOLD, say_hold },     { "silence", SILENCE, say_silence },
        { "photo", SAME_PHOTO, say_photo },    { "visit", ODD_VISIT, say_visit },
        { "window", OPEN_WINDOW, say_window }, { "again", REOPENED, say_reopened },
        { "again", SAME_FAULT, say_fault },    { "unproven", UNPROVEN, say_unproven },
        { "caller", SAME_CALLER, say_caller },
    };
    struct suspecting s = { .asked = asked, .each = each, .context = context };
    const char *likeness = cs_store_setting(store, "likeness");
    const struct cs_value in[] = { cs_integer(asked->since == CS_NO_TIME ? 0 : asked->since),
                                   cs_integer(asked->unit_id), cs_integer(asked->now) };
    enum cs_status status = CS_OK;
    s.likeness = likeness ? (int)strtol(likeness, NULL, 10) : 60;
    for (size_t i = 0; i < sizeof checks / sizeof *checks && status == CS_OK; i++) {
        s.check = checks[i].check;
        s.words = checks[i].words;
        if (wanted(asked, s.check))
            status = cs_store_each(store, &cs_suspect_statements, checks[i].statement, in, take, &s, err);
    }
    return status;
}
