/* When a message goes, by the settings of the store and the hours of its addressee. */
#include "notify/plan.h"
#include "notify/notify-inside.h"
#include "ticket/ticket.h"

#include <stdio.h>
#include <stdlib.h>

enum { WORD_SIZE = 40, WORDS = 16 };

struct words {
    char list[WORDS][WORD_SIZE];
    size_t count;
};

struct person {
    int64_t id;
    bool quiet_said, digest_said; /* said, be it none */
    struct cs_hours_span quiet;
    struct cs_hours_list digest;
};

struct cs_notify_plan {
    const struct cs_zone *zone;
    struct cs_hours_span quiet;
    struct cs_hours_list digest;
    struct words levels, red_priorities, red_grades, red_flags;
    int64_t flood_count, flood_seconds;
    struct person *people; /* by id */
    size_t count, capacity;
};

const struct cs_notify_setting cs_notify_settings[] = {
    { "quiet", "none", N_("hours in which only urgent messages come: 22:00-07:00") },
    { "digest", "08:30", N_("hours at which digests come: 08:30;17:00") },
    { "digest_levels", "region;group", N_("levels whose posts get digests") },
    { "red", "priority=1;flags=media,lawyer,group,injury;grade=major,crisis",
      N_("cases that are told at once, day and night, to everybody") },
    { "flood", "10/60", N_("more than 10 waiting messages become one digest, one in 60 minutes") },
    { NULL, NULL, NULL },
};

/* ---- reading values ---- */

static bool is_none(const char *text)
{
    return !*text || strcmp(text, "none") == 0;
}

static bool has_word(const struct words *words, const char *word, size_t length)
{
    for (size_t i = 0; i < words->count; i++)
        if (strlen(words->list[i]) == length && memcmp(words->list[i], word, length) == 0)
            return true;
    return false;
}

/* Adds the codes that a list of words means. `choices` NULL: digits 1 to 4. */
static enum cs_status add_words(const char *text, size_t length, const char *between,
                                const struct cs_choice *choices, struct words *words, struct cs_error *err)
{
    const char *end = text + length;
    while (text <= end) {
        size_t size = 0;
        while (text + size < end && !strchr(between, text[size]))
            size++;
        const struct cs_choice *choice = choices ? cs_choice_find(choices, text, size) : NULL;
        bool good = choices ? choice != NULL : size == 1 && *text >= '1' && *text <= '4';
        if (!good || words->count == WORDS)
            return cs_error_set(err, CS_REFUSED, _("\"%.*s\" is not known"), (int)size, text);
        const char *code = choice ? choice->code : text;
        size_t code_length = choice ? strlen(choice->code) : size;
        if (!has_word(words, code, code_length))
            snprintf(words->list[words->count++], WORD_SIZE, "%.*s", (int)code_length, code);
        text += size + 1;
    }
    return CS_OK;
}

static enum cs_status read_levels(const char *text, struct words *levels, struct cs_error *err)
{
    static const struct cs_choice choices[] = {
        { "project", "project", "项目" }, { "city", "city", "城市" }, { "region", "region", "区域" },
        { "group", "group", "集团" },     { NULL, NULL, NULL },
    };
    return add_words(text, strlen(text), ";,", choices, levels, err);
}

/* priority=1;flags=media,lawyer;grade=major */
static enum cs_status read_red(const char *text, struct cs_notify_plan *plan, struct cs_error *err)
{
    const struct {
        const char *name;
        const struct cs_choice *choices;
        struct words *words;
    } parts[] = { { "priority=", NULL, &plan->red_priorities },
                  { "grade=", cs_ticket_grades, &plan->red_grades },
                  { "flags=", cs_ticket_flags, &plan->red_flags } };
    enum { PARTS = sizeof parts / sizeof *parts };
    for (size_t length; *text; text += length + (text[length] == ';')) {
        size_t i = 0;
        length = strcspn(text, ";");
        while (i < PARTS && strncmp(text, parts[i].name, strlen(parts[i].name)) != 0)
            i++;
        if (i == PARTS)
            return cs_error_set(err, CS_REFUSED,
                                _("must be like priority=1;flags=media,injury;grade=crisis, not \"%.*s\""),
                                (int)length, text);
        size_t name = strlen(parts[i].name);
        enum cs_status status =
            add_words(text + name, length - name, ",", parts[i].choices, parts[i].words, err);
        if (status != CS_OK)
            return status;
    }
    return CS_OK;
}

static enum cs_status read_flood(const char *text, int64_t *count, int64_t *seconds, struct cs_error *err)
{
    char *end, *last = NULL;
    long many = strtol(text, &end, 10), minutes = *end == '/' ? strtol(end + 1, &last, 10) : 0;
    if (end == text || !last || last == end + 1 || *last || many < 1 || many > 100000 || minutes < 1 ||
        minutes > 10080)
        return cs_error_set(err, CS_REFUSED, _("must be messages/minutes like 10/60, not \"%s\""), text);
    *count = many;
    *seconds = minutes * 60;
    return CS_OK;
}

/* Reads one setting into the plan. */
static enum cs_status read_setting(struct cs_notify_plan *plan, const char *name, const char *value,
                                   struct cs_error *err)
{
    if (is_none(value))
        return CS_OK;
    if (strcmp(name, "quiet") == 0)
        return cs_hours_parse_span(value, &plan->quiet, err);
    if (strcmp(name, "digest") == 0)
        return cs_hours_parse_list(value, &plan->digest, err);
    if (strcmp(name, "digest_levels") == 0)
        return read_levels(value, &plan->levels, err);
    if (strcmp(name, "red") == 0)
        return read_red(value, plan, err);
    return read_flood(value, &plan->flood_count, &plan->flood_seconds, err);
}

/* ---- one spelling ---- */

static void put_words(struct cs_buffer *kept, const char *name, const struct words *words, char between)
{
    if (!words->count)
        return;
    cs_buffer_printf(kept, "%s%s", *name && kept->length ? ";" : "", name);
    for (size_t i = 0; i < words->count; i++)
        cs_buffer_printf(kept, "%.*s%s", i ? 1 : 0, &between, words->list[i]);
}

static void put_setting(const struct cs_notify_plan *plan, struct cs_buffer *kept)
{
    char text[CS_HOURS_SIZE];
    if (plan->quiet.from != plan->quiet.until) {
        cs_hours_format_span(text, &plan->quiet);
        cs_buffer_text(kept, text);
    }
    cs_hours_format_list(text, &plan->digest);
    cs_buffer_text(kept, text);
    put_words(kept, "", &plan->levels, ';');
    put_words(kept, "priority=", &plan->red_priorities, ',');
    put_words(kept, "flags=", &plan->red_flags, ',');
    put_words(kept, "grade=", &plan->red_grades, ',');
    if (plan->flood_count)
        cs_buffer_printf(kept, "%lld/%lld", (long long)plan->flood_count,
                         (long long)plan->flood_seconds / 60);
    if (!kept->length)
        cs_buffer_text(kept, "none");
}

enum cs_status cs_notify_check_setting(const char *name, const char *value, struct cs_buffer *kept,
                                       struct cs_error *err)
{
    const struct cs_notify_setting *setting = cs_notify_settings;
    while (setting->name && strcmp(setting->name, name) != 0)
        setting++;
    if (!setting->name)
        return CS_NONE;
    struct cs_notify_plan *plan = cs_alloc(sizeof *plan);
    enum cs_status status = read_setting(plan, name, value, err);
    if (status == CS_OK)
        put_setting(plan, kept);
    else
        cs_error_prefix(err, "%s", name);
    free(plan);
    return status;
}

/* ---- the plan ---- */

static enum cs_status add_person(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct cs_notify_plan *plan = context;
    const char *quiet = cs_value_text(&out[1]), *digest = cs_value_text(&out[2]);
    plan->people = cs_grow(plan->people, &plan->capacity, plan->count + 1, sizeof *plan->people);
    struct person *person = &plan->people[plan->count++];
    *person = (struct person){ .id = out[0].integer, .quiet_said = *quiet, .digest_said = *digest };
    enum cs_status status = is_none(quiet) ? CS_OK : cs_hours_parse_span(quiet, &person->quiet, err);
    if (status == CS_OK && !is_none(digest))
        status = cs_hours_parse_list(digest, &person->digest, err);
    return status == CS_REFUSED ? CS_FAILED : status; /* the store was mended by hand */
}

enum cs_status cs_notify_plan_new(struct cs_store *store, const struct cs_zone *zone,
                                  struct cs_notify_plan **out, struct cs_error *err)
{
    struct cs_notify_plan *plan = cs_alloc(sizeof *plan);
    enum cs_status status = CS_OK;
    plan->zone = zone;
    *out = plan;
    for (const struct cs_notify_setting *each = cs_notify_settings; each->name && status == CS_OK; each++) {
        const char *value = cs_store_setting(store, each->name);
        status = read_setting(plan, each->name, value ? value : each->byname, err);
        if (status != CS_OK)
            cs_error_prefix(err, _("setting %s"), each->name);
    }
    if (status == CS_OK)
        status = cs_store_each(store, &cs_notify_statements, NOTIFY_PEOPLE, NULL, add_person, plan, err);
    return status == CS_REFUSED ? CS_FAILED : status;
}

void cs_notify_plan_free(struct cs_notify_plan *plan)
{
    if (!plan)
        return;
    free(plan->people);
    free(plan);
}

static const struct person *find_person(const struct cs_notify_plan *plan, int64_t id)
{
    static const struct person unsaid = { 0 };
    size_t low = 0, high = plan->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (plan->people[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < plan->count && plan->people[low].id == id ? &plan->people[low] : &unsaid;
}

bool cs_notify_is_red(const struct cs_notify_plan *plan, int64_t priority, const char *grade,
                      const char *flags)
{
    char digit[2] = { (char)('0' + priority), '\0' };
    if (has_word(&plan->red_priorities, digit, 1))
        return true;
    if (grade && *grade && has_word(&plan->red_grades, grade, strlen(grade)))
        return true;
    for (size_t length; flags && *flags; flags += length + (flags[length] == ';')) {
        length = strcspn(flags, ";");
        if (has_word(&plan->red_flags, flags, length))
            return true;
    }
    return false;
}

int64_t cs_notify_wake(const struct cs_notify_plan *plan, int64_t staff_id, int64_t at)
{
    const struct person *person = find_person(plan, staff_id);
    return cs_hours_after_span(person->quiet_said ? &person->quiet : &plan->quiet, plan->zone, at);
}

void cs_notify_plan_message(const struct cs_notify_plan *plan, const char *level, bool urgent,
                            struct cs_notify_message *message)
{
    const struct person *person = find_person(plan, message->staff_id);
    const struct cs_hours_list *digest = &person->digest;
    if (!person->digest_said && level && has_word(&plan->levels, level, strlen(level)))
        digest = &plan->digest;
    message->urgent = urgent;
    message->send_at = message->created_at;
    message->digest_at = 0;
    if (urgent)
        return;
    if (digest->count)
        message->send_at = message->digest_at = cs_hours_next(digest, plan->zone, message->created_at);
    else
        message->send_at = cs_notify_wake(plan, message->staff_id, message->created_at);
}

void cs_notify_flood(const struct cs_notify_plan *plan, int64_t *count, int64_t *seconds)
{
    *count = plan->flood_count;
    *seconds = plan->flood_seconds;
}
