/* From words to homes, people and cases: every reading of the words is tried, each is a look into an index.
 */
#include "customer/find.h"
#include "customer/find-inside.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAIL = 4, SHORTEST_PHONE = 7, LONGEST_PHONE = 20 };

static void add_id(struct cs_find_ids *ids, int64_t id)
{
    for (size_t i = 0; i < ids->count; i++)
        if (ids->items[i] == id)
            return;
    ids->items = cs_grow(ids->items, &ids->capacity, ids->count + 1, sizeof *ids->items);
    ids->items[ids->count++] = id;
}

static enum cs_status take_id(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    if (out[0].type == CS_INTEGER)
        add_id(context, out[0].integer);
    return CS_OK;
}

static enum cs_status ask(struct cs_find *find, enum find_statement which, const struct cs_value *in,
                          struct cs_find_ids *into, struct cs_error *err)
{
    return cs_store_each(find->store, &cs_find_statements, which, in, take_id, into, err);
}

void cs_find_free(struct cs_find *find)
{
    free(find->homes.items);
    free(find->people.items);
    free(find->cases.items);
}

/* ---- phones ---- */

/* The digits of a number without its country code; "" where other letters stand among them. */
static size_t digits_of(const char *text, char digits[CS_FIND_SPELLING_SIZE])
{
    static const char *const joints[] = { " ", "-", "(", ")", "+", "（", "）", "－", "—", "\xC2\xA0" };
    size_t count = 0;
    for (const char *at = text; *at;) {
        size_t joint = 0;
        if (isdigit((unsigned char)*at)) {
            if (count == LONGEST_PHONE)
                return 0;
            digits[count++] = *at++;
            continue;
        }
        for (size_t i = 0; i < sizeof joints / sizeof *joints && !joint; i++)
            if (strncmp(at, joints[i], strlen(joints[i])) == 0)
                joint = strlen(joints[i]);
        if (!joint)
            return 0;
        at += joint;
    }
    digits[count] = '\0';
    const char *rest = strncmp(digits, "0086", 4) == 0                                 ? digits + 4
                       : strncmp(digits, "86", 2) == 0 && (count > 11 || *text == '+') ? digits + 2
                                                                                       : digits;
    memmove(digits, rest, strlen(rest) + 1);
    return strlen(digits);
}

static void spell(char spellings[CS_FIND_SPELLINGS][CS_FIND_SPELLING_SIZE], size_t *count, const char *format,
                  const char *digits)
{
    /* A sign a digit: # takes the next one, all other signs stand for themselves; ~ takes the rest. */
    char *to = spellings[*count], *end = to + CS_FIND_SPELLING_SIZE - 1;
    for (const char *at = format; *at && to < end; at++) {
        if (*at == '~')
            to += snprintf(to, (size_t)(end - to), "%s", digits);
        else
            *to++ = *at == '#' ? *digits++ : *at;
    }
    *to = '\0';
    for (size_t i = 0; i < *count; i++)
        if (strcmp(spellings[i], spellings[*count]) == 0)
            return;
    ++*count;
}

size_t cs_find_spellings(const char *text, char spellings[CS_FIND_SPELLINGS][CS_FIND_SPELLING_SIZE])
{
    static const char *const mobile[] = { "~",          "+86~",           "86~",
                                          "+86 ~",      "+86-~",          "### #### ~",
                                          "###-####-~", "+86 ### #### ~", "0~" };
    static const char *const fixed[] = { "~",       "###-~", "####-~", "(###)~",
                                         "(####)~", "### ~", "#### ~", "+86~" };
    char digits[CS_FIND_SPELLING_SIZE];
    size_t length = digits_of(text, digits), count = 0;
    if (length < SHORTEST_PHONE)
        return 0;
    bool is_mobile = length == 11 && digits[0] == '1';
    for (size_t i = 0; is_mobile && i < sizeof mobile / sizeof *mobile; i++)
        spell(spellings, &count, mobile[i], digits);
    for (size_t i = 0; !is_mobile && i < sizeof fixed / sizeof *fixed; i++)
        spell(spellings, &count, fixed[i], digits);
    if (count < CS_FIND_SPELLINGS && strlen(text) < CS_FIND_SPELLING_SIZE)
        spell(spellings, &count, text, digits); /* as it was typed */
    return count;
}

static enum cs_status by_phone(struct cs_find *find, const char *text, struct cs_error *err)
{
    char spellings[CS_FIND_SPELLINGS][CS_FIND_SPELLING_SIZE];
    size_t count = cs_find_spellings(text, spellings);
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < count && status == CS_OK; i++) {
        const struct cs_value in[] = { cs_text(spellings[i]) };
        status = ask(find, FIND_PEOPLE_BY_PHONE, in, &find->people, err);
        if (status == CS_OK)
            status = ask(find, FIND_CASES_BY_PHONE, in, &find->cases, err);
    }
    return status;
}

static bool is_tail(const char *text)
{
    return strlen(text) == TAIL && strspn(text, "0123456789") == TAIL;
}

static enum cs_status by_tail(struct cs_find *find, const char *text, struct cs_error *err)
{
    char like[TAIL + 2];
    bool home = find->home_id != 0;
    if (!home && !find->unit_id)
        return cs_error_set(
            err, CS_REFUSED,
            _("%s: the end of a phone number is looked for in one project or home (--project, "
              "--home)"),
            text);
    snprintf(like, sizeof like, "%%%s", text);
    const struct cs_value in[] = { cs_integer(home ? find->home_id : find->unit_id), cs_text(like) };
    enum cs_status status =
        ask(find, home ? FIND_TAIL_PEOPLE_HOME : FIND_TAIL_PEOPLE, in, &find->people, err);
    return status == CS_OK ? ask(find, home ? FIND_TAIL_CASES_HOME : FIND_TAIL_CASES, in, &find->cases, err)
                           : status;
}

/* ---- rooms ---- */

/* A project named before the room: "P01 1-1-101", "华府一期3栋2单元1801". */
static enum cs_status project_of(struct cs_find *find, const char *text, int64_t *unit, struct cs_error *err)
{
    const char *ends[] = { strchr(text, ' '), strpbrk(text, "0123456789") };
    *unit = find->unit_id;
    for (size_t i = 0; i < sizeof ends / sizeof *ends && !*unit; i++) {
        if (!ends[i] || ends[i] == text)
            continue;
        enum cs_status status = cs_org_find_project(find->org, text, (size_t)(ends[i] - text), unit, err);
        if (status != CS_OK && status != CS_NONE)
            return status;
        if (status == CS_NONE)
            *unit = 0;
    }
    return CS_OK;
}

/* In one project every spelling is understood that an import understands. */
static enum cs_status room_in(struct cs_find *find, int64_t unit, const char *text, struct cs_error *err)
{
    struct cs_home_found found;
    enum cs_status status = cs_org_find_home(find->org, unit, text, strlen(text), &found, err);
    const char *space = strchr(text, ' ');
    if (status == CS_NONE && space)
        status = cs_org_find_home(find->org, unit, space + 1, strlen(space + 1), &found, err);
    if (status == CS_OK && found.home_id)
        add_id(&find->homes, found.home_id);
    return status == CS_NONE ? CS_OK : status;
}

/* 3-1801 is 3-2-1801 wherever only one entrance has it. */
static enum cs_status by_short(struct cs_find *find, const char *place, struct cs_error *err)
{
    char from[CS_PLACE_SIZE + 2], until[CS_PLACE_SIZE + 2], like[CS_PLACE_SIZE + 4];
    const char *dash = strchr(place, '-');
    if (!dash || strchr(dash + 1, '-'))
        return CS_OK;
    int head = (int)(dash - place);
    snprintf(from, sizeof from, "%.*s-", head, place);
    snprintf(until, sizeof until, "%.*s.", head, place); /* the sign behind - */
    snprintf(like, sizeof like, "%.*s-%%-%s", head, place, dash + 1);
    const struct cs_value in[] = { cs_text(from), cs_text(until), cs_text(like) };
    return ask(find, FIND_HOMES_BY_SHORT, in, &find->homes, err);
}

static enum cs_status room_anywhere(struct cs_find *find, const char *text, struct cs_error *err)
{
    char place[CS_PLACE_SIZE], alias[200];
    size_t length = 0;
    for (const char *at = text; *at && length + 1 < sizeof alias; at++)
        if (*at != ' ')
            alias[length++] = *at;
    alias[length] = '\0';
    const struct cs_value words[] = { cs_text(alias) }, code[] = { cs_text(text) };
    enum cs_status status = ask(find, FIND_HOMES_BY_CODE, code, &find->homes, err);
    if (status == CS_OK)
        status = ask(find, FIND_HOMES_BY_ALIAS, words, &find->homes, err);
    if (status != CS_OK || !cs_room_normalise(text, strlen(text), place))
        return status;
    const struct cs_value in[] = { cs_text(place) };
    status = ask(find, FIND_HOMES_BY_PLACE, in, &find->homes, err);
    return status == CS_OK && find->homes.count == 0 ? by_short(find, place, err) : status;
}

static enum cs_status by_room(struct cs_find *find, const char *text, struct cs_error *err)
{
    int64_t unit;
    enum cs_status status = project_of(find, text, &unit, err);
    if (status == CS_OK)
        status = unit ? room_in(find, unit, text, err) : room_anywhere(find, text, err);
    if (status == CS_OK && unit && !find->unit_id && find->homes.count == 0)
        status = room_anywhere(find, text, err); /* what looked like a project was none */
    find->rooms = find->homes.count > 0;
    return status;
}

/* ---- all ---- */

enum cs_status cs_find_text(struct cs_find *find, const char *text, struct cs_error *err)
{
    if (is_tail(text))
        return by_tail(find, text, err);
    const struct cs_value name[] = { cs_text(text) };
    enum cs_status status = by_room(find, text, err);
    if (status == CS_OK && !find->rooms)
        status = by_phone(find, text, err);
    if (status == CS_OK && !find->rooms && find->people.count == 0 && find->cases.count == 0) {
        status = ask(find, FIND_PEOPLE_BY_NAME, name, &find->people, err);
        find->named = find->people.count > 0;
    }
    return status;
}

enum cs_status cs_find_homes(struct cs_find *find, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < find->people.count && status == CS_OK; i++) {
        const struct cs_value in[] = { cs_integer(find->people.items[i]) };
        status = ask(find, FIND_HOMES_OF_PERSON, in, &find->homes, err);
    }
    for (size_t i = 0; i < find->cases.count && status == CS_OK; i++) {
        const struct cs_value in[] = { cs_integer(find->cases.items[i]) };
        status = ask(find, FIND_HOME_OF_CASE, in, &find->homes, err);
    }
    return status;
}

struct supplier_walk {
    cs_row_fn *each;
    void *context;
};

static enum cs_status take_supplier(void *context, const struct cs_value *out, struct cs_error *err)
{
    const struct supplier_walk *walk = context;
    struct cs_row row;
    cs_row_init(&row, &cs_found_supplier_record);
    for (size_t i = 0; i < cs_found_supplier_record.count; i++)
        row.values[i] = out[i];
    if (out[0].length == 0)
        row.values[0] = cs_null();
    enum cs_status status = walk->each(walk->context, &row, err);
    cs_row_release(&row);
    return status;
}

enum cs_status cs_find_suppliers(struct cs_store *store, int64_t home_id, cs_row_fn *each, void *context,
                                 struct cs_error *err)
{
    struct supplier_walk walk = { each, context };
    const struct cs_value in[] = { cs_integer(home_id) };
    return cs_store_each(store, &cs_find_statements, FIND_SUPPLIERS, in, take_supplier, &walk, err);
}
