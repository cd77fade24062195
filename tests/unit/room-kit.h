/* What the tests of domain rooms share: a store of the real schema, rows written as text, rows gathered. */
#ifndef CS_TESTS_UNIT_ROOM_KIT_H
#define CS_TESTS_UNIT_ROOM_KIT_H

#include "record/record.h"
#include "store-kit.h"
#include "store/select.h"

#define ROOM __attribute__((unused)) static

ROOM struct cs_store *room_store(void)
{
    struct cs_store *store = NULL;
    char *schema = cs_unit_path("schema");
    kit_begin();
    struct cs_store_options options = kit_options(CS_STORE_CREATE);
    options.schema_dir = schema;
    if (cs_store_open(&options, &store, &kit.err) != CS_OK) {
        printf("Bail out! %s\n", kit.err.text);
        exit(1);
    }
    free(schema);
    return store;
}

ROOM const struct cs_zone *room_zone(void)
{
    const struct cs_zone *zone = NULL;
    CHECK_INT(cs_zone_find("Asia/Shanghai", &zone, &kit.err), CS_OK);
    return zone;
}

/* Which fields the last room_row named. */
static bool room_named[128];

ROOM bool room_has(const void *context, int field)
{
    (void)context;
    return room_named[field];
}

/* Fills a row from "field=value|field=value"; a value of one blank is an empty cell. */
ROOM void room_row(struct cs_row *row, const char *text)
{
    struct cs_parse how = { .zone = room_zone() };
    cs_row_reset(row);
    memset(room_named, 0, sizeof room_named);
    char *list = cs_arena_strdup(row->arena, text), *rest = list, *piece;
    while ((piece = strsep(&rest, "|")) && piece[0]) {
        char *value = strchr(piece, '=');
        *value++ = '\0';
        int field = cs_record_find(row->record, piece);
        CHECK_THAT(field >= 0, "there is no field %s", piece);
        if (field < 0)
            continue;
        room_named[field] = true;
        if (strcmp(value, " ") == 0)
            continue;
        struct cs_error err = CS_ERROR_INIT;
        enum cs_status status = cs_field_parse(&row->record->fields[field], &how, value, strlen(value),
                                               row->arena, &row->values[field], &err);
        CHECK_THAT(status == CS_OK, "%s: %s", piece, err.text);
    }
}

/* Rows gathered as "a|b|c" lines of the fields named. */
struct room_lines {
    const char *fields; /* "code name" */
    char text[8192];
    int count;
};

ROOM enum cs_status room_gather(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct room_lines *lines = context;
    struct cs_buffer out = CS_BUFFER_INIT;
    char *list = cs_strdup(lines->fields), *rest = list, *name;
    (void)err;
    while ((name = strsep(&rest, " "))) {
        int field = cs_record_find(row->record, name);
        if (name != list)
            cs_buffer_char(&out, '|');
        if (field >= 0)
            cs_field_format(&row->record->fields[field], &row->values[field], room_zone(), &out);
    }
    size_t used = strlen(lines->text);
    snprintf(lines->text + used, sizeof lines->text - used, "%s\n", out.text);
    lines->count++;
    free(list);
    cs_buffer_release(&out);
    return CS_OK;
}

/* What a view answers for some fields, a line a row. Good until the next call. */
ROOM const char *room_view(struct cs_store *store, const struct cs_view *view, const char *fields)
{
    static struct room_lines lines;
    struct cs_select select = { .view = view };
    lines = (struct room_lines){ .fields = fields };
    cs_error_clear(&kit.err);
    CHECK_INT(cs_select_each(store, &select, room_gather, &lines, &kit.err), CS_OK);
    return lines.text;
}

/* A moment or a day of Shanghai. */
ROOM int64_t room_time(const char *text)
{
    int64_t utc = 0;
    CHECK_INT(cs_moment_parse(text, room_zone(), false, &utc, &kit.err), CS_OK);
    return utc;
}

ROOM int64_t room_day(const char *text)
{
    int64_t day = 0;
    CHECK_INT(cs_date_parse(text, false, &day, &kit.err), CS_OK);
    return day;
}

#endif
