/* Intake: one row of a CRM's export becomes a case with its fault, work order, events and clocks. */
#include "ticket/act.h"
#include "ticket/case.h"
#include "ticket/intake.h"

#define XXH_INLINE_ALL
#include <stdio.h>
#include <xxhash.h>

enum { DAY = 86400, WORTH_BUILDING = 50000 /* new cases */ };

/* A digest of what the source gave: its importable fields, typed, so that the same record is the same in
 * every format. */
static int64_t digest_of(struct cs_tickets *t, const struct cs_row *row)
{
    size_t need = 0;
    for (int i = 0; i < CS_TICKET_IMPORTABLE; i++)
        need += 16 + (row->values[i].type == CS_TEXT ? row->values[i].length : 0);
    char *bytes = cs_arena_alloc(&t->arena, need), *at = bytes;
    for (int i = CS_TICKET_KIND; i < CS_TICKET_IMPORTABLE; i++) {
        const struct cs_value *value = &row->values[i];
        if (value->type == CS_NULL)
            continue;
        *at++ = (char)i;
        *at++ = (char)value->type;
        const void *from = value->type == CS_TEXT ? (const void *)value->text : (const void *)&value->integer;
        size_t length = value->type == CS_TEXT ? value->length : sizeof value->integer;
        memcpy(at, &length, sizeof length);
        memcpy(at + sizeof length, from, length);
        at += sizeof length + length;
    }
    return (int64_t)XXH3_64bits(bytes, (size_t)(at - bytes));
}

/* The name of a case in its own system. A row that has none is known by its content, so that taking it again
 * changes nothing. */
static enum cs_status name_case(struct cs_tickets *t, const struct cs_ticket_intake *intake,
                                struct intake_row *in, struct cs_error *err)
{
    const struct cs_value *source = &in->row->values[CS_TICKET_SOURCE];
    const struct cs_value *external = &in->row->values[CS_TICKET_EXTERNAL_ID];
    if (intake->own) {
        in->source_name = cs_store_setting(t->o.store, "uuid");
        if (!in->source_name)
            in->source_name = "own";
        in->external = cs_text(cs_arena_printf(&t->arena, "%lld", (long long)in->id));
    } else {
        in->source_name = source->type == CS_TEXT ? source->text : intake->source ? intake->source : "import";
        in->external = external->type == CS_TEXT
                           ? *external
                           : cs_text(cs_arena_printf(&t->arena, "#%016llx", (unsigned long long)in->digest));
    }
    return cs_ticket_source(t, in->source_name, strlen(in->source_name), &in->source_id, err);
}

static bool later(const struct cs_value *row, int first, int second)
{
    return row[first].type == CS_INTEGER && row[second].type == CS_INTEGER &&
           row[first].integer > row[second].integer;
}

/* Written down by its source more than a day after it had happened. */
static bool late_at_source(const struct cs_value *row)
{
    return cs_value_integer(&row[CASE_RECORDED_AT], INT64_MIN) >
           cs_value_integer(&row[CASE_OCCURRED_AT], INT64_MAX - DAY) + DAY;
}

/* Orders of times that cannot be. The last response and the end in the same second are doubtful too. */
static void judge_times(struct cs_tickets *t, struct cs_ticket_intake *intake, struct cs_value *row)
{
    static const int orders[][2] = {
        { CASE_OPENED_AT, CASE_FIRST_CONTACT_AT }, { CASE_OPENED_AT, CASE_DISPATCHED_AT },
        { CASE_OPENED_AT, CASE_ARRIVED_AT },       { CASE_OPENED_AT, CASE_DONE_AT },
        { CASE_OPENED_AT, CASE_CLOSED_AT },        { CASE_FIRST_CONTACT_AT, CASE_DONE_AT },
        { CASE_FIRST_CONTACT_AT, CASE_CLOSED_AT }, { CASE_DISPATCHED_AT, CASE_ACCEPTED_AT },
        { CASE_ACCEPTED_AT, CASE_DONE_AT },        { CASE_ARRIVED_AT, CASE_DONE_AT },
        { CASE_DONE_AT, CASE_VERIFIED_AT },        { CASE_DONE_AT, CASE_CLOSED_AT },
        { CASE_VERIFIED_AT, CASE_CLOSED_AT },      { CASE_CLOSED_AT, CASE_CALLBACK_AT },
    };
    bool reversed = false;
    for (size_t i = 0; i < sizeof orders / sizeof *orders && !reversed; i++)
        reversed = later(row, orders[i][0], orders[i][1]);
    bool future = cs_value_integer(&row[CASE_OPENED_AT], 0) > t->o.now;
    if (future)
        cs_case_flag(&t->arena, &row[CASE_ANOMALIES], "times_future");
    intake->future += future;
    bool equal = !reversed && row[CASE_FIRST_CONTACT_AT].type == CS_INTEGER &&
                 cs_value_equal(&row[CASE_FIRST_CONTACT_AT], &row[CASE_DONE_AT]);
    if (reversed)
        cs_case_flag(&t->arena, &row[CASE_ANOMALIES], "times_reversed");
    if (equal)
        cs_case_flag(&t->arena, &row[CASE_ANOMALIES], "times_equal");
    intake->reversed += reversed;
    intake->equal += equal;
    intake->backdated += !intake->own && late_at_source(row);
    if (late_at_source(row))
        cs_case_flag(&t->arena, &row[CASE_ANOMALIES], "backdated");
}

void cs_intake_times(struct cs_tickets *t, struct cs_ticket_intake *intake, struct cs_value *row)
{
    row[CASE_OPENED_AT] =
        row[CASE_OCCURRED_AT].type == CS_INTEGER ? row[CASE_OCCURRED_AT] : row[CASE_RECORDED_AT];
    row[CASE_LOCAL_DAY] = row[CASE_OPENED_AT].type == CS_INTEGER
                              ? cs_integer(cs_case_local_day(t, row[CASE_OPENED_AT].integer))
                              : cs_null();
    row[CASE_CLOSED_DAY] = row[CASE_CLOSED_AT].type == CS_INTEGER
                               ? cs_integer(cs_case_local_day(t, row[CASE_CLOSED_AT].integer))
                               : cs_null();
    if (row[CASE_LAST_CONTACT_AT].type == CS_NULL)
        row[CASE_LAST_CONTACT_AT] = row[CASE_FIRST_CONTACT_AT];
    if (row[CASE_OPENED_AT].type == CS_NULL) {
        cs_case_flag(&t->arena, &row[CASE_ANOMALIES], "no_opening");
        intake->no_opening++;
    }
    judge_times(t, intake, row);
}

/* The new case as a row of the table. */
static enum cs_status fill_case(struct cs_tickets *t, struct cs_ticket_intake *intake, struct intake_row *in,
                                struct cs_error *err)
{
    struct cs_value *row = in->columns;
    /* A new case stands alone: defaults are put in and what is required must be there. */
    struct cs_row whole = { &cs_ticket_record, in->whole, &t->arena };
    const struct cs_parse how = { .zone = t->o.zone };
    memcpy(in->whole, in->row->values, sizeof in->whole);
    enum cs_status status = cs_row_finish(&whole, &how, err);
    if (status != CS_OK)
        return status;
    for (int column = 0; column < CASE_COLUMNS; column++)
        row[column] = cs_case_field[column] >= 0 ? in->whole[cs_case_field[column]] : cs_null();
    row[CASE_ID] = cs_integer(in->id);
    row[CASE_HANDOFFS] = cs_integer(0);
    row[CASE_INTAKE] = intake->own ? cs_null() : cs_integer(t->intake_id);
    if (intake->own && row[CASE_RECORDED_AT].type == CS_NULL)
        row[CASE_RECORDED_AT] = cs_integer(t->o.now);
    if (in->row->values[CS_TICKET_STATE].type == CS_NULL && row[CASE_CLOSED_AT].type == CS_INTEGER)
        row[CASE_STATE] = cs_text("closed");
    row[CASE_LEVEL] = row[CASE_REOPENS];
    int64_t opened = cs_value_integer(&row[CASE_OCCURRED_AT], t->o.now);
    if (intake->own && opened > t->o.now)
        return cs_error_set(err, CS_REFUSED, _("occurred_at: a case is written down when it has happened"));
    if (late_at_source(row) || (intake->own && t->o.now - opened > DAY))
        cs_case_flag(&t->arena, &row[CASE_ANOMALIES], "backdated");
    if (row[CASE_ASSIGNEE].type == CS_TEXT)
        row[CASE_ASSIGNED_AT] =
            row[CASE_OCCURRED_AT].type == CS_INTEGER ? row[CASE_OCCURRED_AT] : row[CASE_RECORDED_AT];
    if (strcmp(cs_value_text(&row[CASE_STATE]), "held") == 0)
        row[CASE_RESUME_STATE] = cs_text("to_inspect");
    status = cs_intake_place(t, row, err);
    if (status == CS_OK && intake->own)
        status = cs_intake_customer(t, row, err);
    if (status != CS_OK)
        return status;
    intake->unresolved += strstr(cs_value_text(&row[CASE_ANOMALIES]), "unresolved") != NULL;
    cs_intake_times(t, intake, row);
    int64_t path;
    status = cs_ticket_path_of(t, row[CASE_KIND].text, row[CASE_PRIORITY].integer, &path, err);
    row[CASE_PATH] = path ? cs_integer(path) : cs_null();
    return status;
}

static enum cs_status check_masks(const struct cs_ticket_intake *intake, const struct cs_row *row,
                                  struct cs_error *err)
{
    static const int fields[] = { CS_TICKET_PHONE, CS_TICKET_EMAIL };
    for (size_t i = 0; intake->own && i < sizeof fields / sizeof *fields; i++) {
        const struct cs_field *field = &cs_ticket_record.fields[fields[i]];
        const struct cs_value *value = &row->values[fields[i]];
        if (value->type == CS_TEXT && cs_is_masked(field->flags, value->text, value->length))
            return cs_error_set(err, CS_REFUSED,
                                _("%s: \"%s\" is masked; a case of our own needs the whole value"),
                                field->name, value->text);
    }
    return CS_OK;
}

/* An import that turns out large beside what is there builds the indexes anew at its end: from about a
 * quarter of the cases on that is quicker than to fill them row by row. */
static enum cs_status grow_large(struct cs_tickets *t, struct cs_ticket_intake *intake, struct cs_error *err)
{
    int64_t there = t->first_id - 1;
    if (there == 0 || intake->inserted != (there / 4 > WORTH_BUILDING ? there / 4 : WORTH_BUILDING))
        return CS_OK;
    return cs_store_defer_indexes(t->o.store, cs_ticket_bulk_tables, true, err);
}

static enum cs_status insert_case(struct cs_tickets *t, struct cs_ticket_intake *intake,
                                  struct intake_row *in, struct cs_error *err)
{
    enum cs_status status = fill_case(t, intake, in, err);
    if (status == CS_OK && intake->own && strcmp(in->columns[CASE_KIND].text, "chaser") == 0) {
        status = cs_chaser_take(t, in->columns, &intake->chased, err);
        if (status == CS_OK && intake->chased)
            intake->last_id = intake->chased;
        if (status != CS_OK || intake->chased)
            return status;
    }
    if (status == CS_OK)
        status = cs_ticket_add(t, CASE_INSERT, in->columns, err);
    if (status == CS_OK && intake->own) /* its clocks are not put off and need it there */
        status = cs_store_flush(t->o.store, err);
    if (status == CS_OK) {
        const struct cs_value reference[] = { cs_integer(in->source_id), in->external, cs_integer(in->id),
                                              cs_integer(1),
                                              cs_integer(cs_intake_digest(in->columns, in->digest)) };
        status = cs_ticket_add(t, REFERENCE_ADD, reference, err);
    }
    if (status == CS_OK)
        status = cs_intake_history(t, intake, in, err);
    if (status == CS_OK)
        status = cs_intake_parts(t, intake, in, err);
    if (status == CS_OK) {
        t->next_id = in->id + 1;
        intake->inserted++;
        intake->last_id = in->id;
        if (!intake->own) {
            t->took_chaser |= strcmp(in->columns[CASE_KIND].text, "chaser") == 0;
            cs_seen_take(t, in->source_id, &in->external, in->id);
            status = grow_large(t, intake, err);
        }
    }
    return status;
}

enum cs_status cs_intake_start(struct cs_tickets *t, struct cs_error *err)
{
    if (t->started)
        return CS_OK;
    struct cs_value out[1];
    enum cs_status status = cs_ticket_get(t, CASE_MAX_ID, NULL, out, err);
    if (status == CS_OK) {
        t->next_id = t->first_id = out[0].integer + 1;
        status = cs_ticket_get(t, INTAKE_MAX, NULL, out, err);
    }
    if (status == CS_OK) {
        t->intake_id = out[0].integer + 1;
        t->started = true;
    }
    return status;
}

/* Ids are given in rising order; an id that the row brings is kept where it does not fall back, so that a
 * store that is listed and read again keeps its numbers. */
static int64_t choose_id(const struct cs_tickets *t, const struct cs_ticket_intake *intake,
                         const struct cs_row *row)
{
    int64_t wished = cs_value_integer(&row->values[CS_TICKET_ID], 0);
    bool sane = !intake->own && wished >= t->next_id && wished < ((int64_t)1 << 53);
    return sane ? wished : t->next_id;
}

/* A row of which no column is a field of a case (a survey, another noun's list) is no case. */
static enum cs_status check_fields(bool (*has)(const void *context, int field), const void *context,
                                   struct cs_error *err)
{
    for (int field = CS_TICKET_SOURCE; field < CS_TICKET_IMPORTABLE; field++)
        if (field != CS_TICKET_EXTRA && has(context, field))
            return CS_OK;
    return cs_error_set(err, CS_REFUSED,
                        _("none of its columns is a field of a case; --map FILE says what they are"));
}

enum cs_status cs_ticket_take(struct cs_tickets *t, struct cs_ticket_intake *intake, const struct cs_row *row,
                              bool (*has)(const void *context, int field), const void *context,
                              struct cs_error *err)
{
    enum cs_status status = check_fields(has, context, err);
    if (status == CS_OK)
        status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_intake_start(t, err);
    if (status == CS_OK)
        status = check_masks(intake, row, err);
    if (status != CS_OK)
        return status;
    struct intake_row in = { .row = row, .has = has, .has_context = context };
    in.id = choose_id(t, intake, row);
    in.digest = digest_of(t, row);
    status = name_case(t, intake, &in, err);
    if (status != CS_OK)
        return status;
    intake->batch = intake->own ? 0 : t->intake_id;
    if (intake->snapshot)
        cs_snapshot_saw(intake->snapshot, in.source_id, &in.external);
    struct cs_value found[4];
    status = intake->own ? CS_NONE : cs_seen_find(t, in.source_id, &in.external, found, err);
    if (status == CS_NONE) {
        cs_error_clear(err);
        return insert_case(t, intake, &in, err);
    }
    if (status != CS_OK)
        return status;
    in.id = found[0].integer;
    in.known_digest = found[1].integer;
    in.main = found[3].integer != 0;
    if (intake->snapshot && in.main && strcmp(cs_value_text(&row->values[CS_TICKET_STATE]), "cancelled") == 0)
        cs_snapshot_void(intake->snapshot, in.id);
    intake->last_id = in.id;
    if (found[1].integer == in.digest) {
        intake->unchanged++;
        return CS_OK;
    }
    cs_seen_take(t, in.source_id, &in.external, in.id);
    status = cs_store_flush(t->o.store, err); /* rows put off may be of this case */
    return status == CS_OK ? cs_intake_again(t, intake, &in, &found[2], err) : status;
}
