/*
 * CSV and TSV by RFC 4180: cells in quotes where they have to be. With --excel a byte order mark, CRLF, and
 * texts that a spreadsheet would run disarmed; without it the bytes are the data's own.
 */
#include "io/cell.h"
#include "io/sink-private.h"

#include <string.h>

static char delimiter_of(const struct cs_sink *sink)
{
    return sink->kind == &cs_sink_tsv ? '\t' : ',';
}

static void end_line(struct cs_sink *sink)
{
    if (sink->options.excel)
        cs_buffer_char(&sink->out, '\r');
    cs_buffer_char(&sink->out, '\n');
}

static void csv_begin(struct cs_sink *sink)
{
    if (sink->options.excel)
        cs_buffer_text(&sink->out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < sink->field_count; i++) {
        if (i)
            cs_buffer_char(&sink->out, delimiter_of(sink));
        cs_buffer_text(&sink->out, sink->record->fields[sink->fields[i]].name);
    }
    end_line(sink);
}

static bool is_number(const struct cs_field *field)
{
    return field->type == CS_TYPE_INT || field->type == CS_TYPE_REAL || field->type == CS_TYPE_MONEY;
}

/* A cell that needs more than its bytes: made safe for a terminal, or disarmed for a spreadsheet. */
static void add_special(struct cs_sink *sink, const struct cs_field *field, const char *text, size_t length)
{
    struct cs_buffer special = CS_BUFFER_INIT;
    if (sink->options.excel && !is_number(field) && cs_cell_is_risky(text, length))
        cs_buffer_char(&special, '\'');
    if (sink->options.terminal)
        cs_text_display(&special, text, length, false);
    else
        cs_buffer_add(&special, text, length);
    cs_csv_cell(&sink->out, special.text, special.length, delimiter_of(sink));
    cs_buffer_release(&special);
}

static void csv_row(struct cs_sink *sink, const struct cs_row *row)
{
    char delimiter = delimiter_of(sink);
    bool special = sink->options.excel || sink->options.terminal;
    for (size_t i = 0; i < sink->field_count; i++) {
        if (i)
            cs_buffer_char(&sink->out, delimiter);
        const struct cs_field *field = &sink->record->fields[sink->fields[i]];
        const struct cs_value *value = &row->values[sink->fields[i]];
        size_t length = 0;
        const char *text = value->type == CS_NULL ? "" : cs_sink_machine(sink, field, value, &length);
        if (!length && sink->field_count == 1)
            cs_buffer_text(&sink->out, "\"\""); /* a blank line would be skipped on its way back */
        else if (special && length)
            add_special(sink, field, text, length);
        else
            cs_csv_cell(&sink->out, text, length, delimiter);
    }
    end_line(sink);
}

static void csv_end(struct cs_sink *sink)
{
    (void)sink;
}

const struct cs_sink_kind cs_sink_csv = { "csv", false, csv_begin, csv_row, csv_end, NULL };
const struct cs_sink_kind cs_sink_tsv = { "tsv", false, csv_begin, csv_row, csv_end, NULL };
