/* Sinks: what all formats share; every write is checked. */
#include "io/sink.h"
#include "io/sink-private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FLUSH_BYTES = 64 * 1024 };

const char *const cs_sink_formats[] = { "table", "csv", "tsv", "json", "jsonl", "md", NULL };

static const struct cs_sink_kind *const kinds[] = { &cs_sink_table, &cs_sink_csv,   &cs_sink_tsv,
                                                    &cs_sink_json,  &cs_sink_jsonl, &cs_sink_md };

bool cs_sink_is_default(const struct cs_field *field, bool human)
{
    if (field->flags & CS_DERIVED && !(field->flags & CS_KEY))
        return false;
    return !(human && field->flags & (CS_LONG | CS_QUIET));
}

static void choose_fields(struct cs_sink *sink, const struct cs_sink_options *options)
{
    const struct cs_record *record = sink->record;
    size_t room = options->fields ? options->field_count : record->count;
    sink->fields = cs_alloc((room + 1) * sizeof *sink->fields);
    for (size_t i = 0; i < room; i++)
        if (options->fields || cs_sink_is_default(&record->fields[i], sink->kind->human))
            sink->fields[sink->field_count++] = options->fields ? options->fields[i] : (int)i;
}

const char *cs_sink_machine(struct cs_sink *sink, const struct cs_field *field, const struct cs_value *value,
                            size_t *length)
{
    bool masked = field->flags & CS_MASKED && !sink->options.unmask;
    if (value->type == CS_TEXT && !masked) {
        *length = value->length;
        return value->text;
    }
    cs_buffer_reset(&sink->cell);
    if (value->type == CS_TEXT)
        cs_mask(field->flags, value->text, value->length, &sink->cell);
    else if (value->type != CS_NULL)
        cs_field_format(field, value, sink->options.zone, &sink->cell);
    *length = sink->cell.length;
    return sink->cell.text;
}

void cs_sink_human(const struct cs_sink_options *options, const struct cs_field *field,
                   const struct cs_value *value, struct cs_buffer *out)
{
    struct cs_buffer plain = CS_BUFFER_INIT;
    if (value->type == CS_TEXT && field->flags & CS_MASKED && !options->unmask)
        cs_mask(field->flags, value->text, value->length, &plain);
    else if (value->type != CS_NULL)
        cs_field_show(field, value, options->zone, &plain);
    cs_text_display(out, plain.text, plain.length, false);
    cs_buffer_release(&plain);
}

enum cs_status cs_sink_write(FILE *file, struct cs_buffer *out, int *error, struct cs_error *err)
{
    if (*error)
        return cs_error_errno(err, *error, _("write error"));
    size_t length = out->length;
    bool good = length == 0 || fwrite(out->text, 1, length, file) == length;
    cs_buffer_reset(out);
    if (good)
        return CS_OK;
    *error = errno ? errno : EIO;
    return cs_error_errno(err, *error, _("write error"));
}

enum cs_status cs_sink_open(FILE *file, const struct cs_record *record, const struct cs_sink_options *options,
                            struct cs_sink **sink, struct cs_error *err)
{
    const struct cs_sink_kind *kind = NULL;
    *sink = NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i]->name, options->format) == 0)
            kind = kinds[i];
    if (!kind)
        return cs_error_set(err, CS_MISUSED,
                            _("\"%s\" is no output format; there are table, csv, tsv, json, jsonl, md"),
                            options->format);
    struct cs_sink *fresh = cs_alloc(sizeof *fresh);
    fresh->kind = kind;
    fresh->file = file;
    fresh->record = record;
    fresh->options = *options;
    fresh->out = fresh->cell = (struct cs_buffer)CS_BUFFER_INIT;
    choose_fields(fresh, options);
    fresh->options.fields = fresh->fields;
    *sink = fresh;
    kind->begin(fresh);
    return CS_OK;
}

enum cs_status cs_sink_row(struct cs_sink *sink, const struct cs_row *row, struct cs_error *err)
{
    if (sink->error)
        return cs_error_errno(err, sink->error, _("write error"));
    sink->kind->row(sink, row);
    sink->count++;
    if (sink->out.length < FLUSH_BYTES)
        return CS_OK;
    return cs_sink_write(sink->file, &sink->out, &sink->error, err);
}

enum cs_status cs_sink_close(struct cs_sink *sink, struct cs_error *err)
{
    if (!sink)
        return CS_OK;
    if (!sink->error)
        sink->kind->end(sink);
    enum cs_status status = cs_sink_write(sink->file, &sink->out, &sink->error, err);
    if (!status && fflush(sink->file) != 0) {
        sink->error = errno;
        status = cs_error_errno(err, sink->error, _("write error"));
    }
    int error = sink->error;
    if (sink->kind->release)
        sink->kind->release(sink);
    cs_buffer_release(&sink->out);
    cs_buffer_release(&sink->cell);
    free(sink->fields);
    free(sink);
    if (error)
        errno = error;
    return status;
}

int64_t cs_sink_count(const struct cs_sink *sink)
{
    return sink->count;
}

int cs_sink_errno(const struct cs_sink *sink)
{
    return sink->error;
}
