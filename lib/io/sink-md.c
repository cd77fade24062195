/* Markdown tables as GitHub reads them. */
#include "io/sink-md.h"
#include "io/sink-private.h"

#include <string.h>

void cs_md_cell(struct cs_buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n' || text[i] == '\r') {
            cs_buffer_char(out, ' ');
            continue;
        }
        if (memchr("|\\`*_[]<>&~", text[i], 11))
            cs_buffer_char(out, '\\');
        cs_buffer_char(out, text[i]);
    }
}

void cs_md_headings(struct cs_buffer *out, const struct cs_record *record, const int *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct cs_field *field = &record->fields[fields[i]];
        const char *heading = cs_translate(field->heading);
        cs_buffer_text(out, i ? " | " : "| ");
        cs_md_cell(out, heading[0] ? heading : field->name, strlen(heading[0] ? heading : field->name));
    }
    cs_buffer_text(out, " |\n|");
    for (size_t i = 0; i < count; i++) {
        const struct cs_field *field = &record->fields[fields[i]];
        bool number =
            field->type == CS_TYPE_INT || field->type == CS_TYPE_REAL || field->type == CS_TYPE_MONEY;
        cs_buffer_text(out, number && !field->choices ? " ---: |" : " --- |"); /* choices are words */
    }
    cs_buffer_char(out, '\n');
}

void cs_md_row(struct cs_buffer *out, struct cs_buffer *scratch, const struct cs_sink_options *options,
               const struct cs_row *row, const int *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cs_buffer_reset(scratch);
        cs_sink_human(options, &row->record->fields[fields[i]], &row->values[fields[i]], scratch);
        cs_buffer_text(out, i ? " | " : "| ");
        cs_md_cell(out, scratch->text, scratch->length);
    }
    cs_buffer_text(out, " |\n");
}

static void md_begin(struct cs_sink *sink)
{
    cs_md_headings(&sink->out, sink->record, sink->fields, sink->field_count);
}

static void md_row(struct cs_sink *sink, const struct cs_row *row)
{
    cs_md_row(&sink->out, &sink->cell, &sink->options, row, sink->fields, sink->field_count);
}

static void md_end(struct cs_sink *sink)
{
    (void)sink;
}

const struct cs_sink_kind cs_sink_md = { "md", true, md_begin, md_row, md_end, NULL };
