/* What is wrong with a CSV record: finding the place again, which reading never keeps. */
#include "io/csv-refuse.h"

#include <string.h>

enum { KEPT_BYTES = 64 * 1024 };

size_t cs_csv_find_cell(const char *text, size_t length, char delimiter, size_t cell, size_t *open)
{
    bool quoted = false, fresh = true;
    size_t seen = 0, opened = 0, found = cell == 0 ? 0 : length;
    for (size_t at = 0; at < length; at++) {
        if (quoted && text[at] == '"' && at + 1 < length && text[at + 1] == '"') {
            at++;
        } else if (quoted) {
            quoted = text[at] != '"';
        } else if (text[at] == '"' && fresh) {
            quoted = true;
            fresh = false;
            opened = at;
        } else {
            fresh = text[at] == delimiter;
            if (fresh && ++seen == cell)
                found = at + 1;
        }
    }
    if (open)
        *open = quoted ? opened : SIZE_MAX;
    return found;
}

size_t cs_csv_without_line_end(const char *text, size_t length)
{
    if (length && text[length - 1] == '\n')
        length--;
    if (length && text[length - 1] == '\r')
        length--;
    return length;
}

enum cs_status cs_csv_refuse_quote(struct cs_source *source, size_t fault, struct cs_error *err)
{
    struct cs_stream *stream = &source->stream;
    const char *end;
    while (!(end = memchr(stream->window + stream->start + fault, source->line_byte,
                          stream->end - stream->start - fault))) {
        enum cs_status status =
            stream->end - stream->start > CS_SOURCE_RECORD_BYTES ? CS_NONE : cs_stream_more(stream, err);
        if (status == CS_FAILED)
            return status;
        if (status == CS_NONE)
            break;
    }
    const char *text = stream->window + stream->start;
    size_t taken = end ? (size_t)(end - text) + 1 : stream->end - stream->start;
    cs_source_record(source, 0, cs_csv_without_line_end(text, taken), taken);
    source->raw.count = 0;
    enum cs_status status = cs_source_check_text(source, err);
    if (status)
        return status;
    if (text[fault] == '"')
        return cs_source_refuse(source, fault, err,
                                _("a quote inside a field that does not begin with one; write the field as "
                                  "\"...\" and double the quotes in it"));
    size_t open;
    cs_csv_find_cell(text, fault - 1, source->delimiter, 0, &open);
    struct cs_place opened = { .line = source->record_line };
    if (open != SIZE_MAX)
        opened.line += cs_source_count_lines(source, text, open);
    return cs_source_refuse(source, fault, err,
                            _("text after the closing quote of a field (its quote opened on line %lld); "
                              "double a quote that belongs to the text"),
                            (long long)opened.line);
}

enum cs_status cs_csv_refuse_open(struct cs_source *source, struct cs_error *err)
{
    const struct cs_stream *stream = &source->stream;
    const char *text = stream->window + stream->start;
    size_t length = stream->end - stream->start, open;
    cs_source_record(source, 0, cs_csv_without_line_end(text, length), length);
    source->raw.count = 0;
    enum cs_status status = cs_source_check_text(source, err);
    if (status)
        return status;
    cs_csv_find_cell(text, length, source->delimiter, 0, &open);
    open = open == SIZE_MAX ? 0 : open;
    long long lines = (long long)cs_source_count_lines(source, text + open, length - open);
    return cs_source_refuse(
        source, open, err,
        ngettext("the quote that opens here is never closed; %lld line after it is not read",
                 "the quote that opens here is never closed; %lld lines after it are not read",
                 (unsigned long)lines),
        lines);
}

enum cs_status cs_csv_refuse_long(struct cs_source *source, struct cs_buffer *kept, struct cs_error *err)
{
    struct cs_stream *stream = &source->stream;
    struct cs_place place = { .file = source->name, .line = source->line, .column = 1 };
    cs_buffer_reset(kept);
    cs_buffer_add(kept, stream->window + stream->start, KEPT_BYTES);
    bool quoted = false, ended = false;
    enum cs_status status = CS_OK;
    while (!ended && status == CS_OK) {
        for (; stream->start < stream->end && !ended; stream->start++) {
            char byte = stream->window[stream->start];
            if (byte == '"')
                quoted = !quoted;
            source->line += byte == source->line_byte;
            ended = !quoted && (byte == '\n' || byte == '\r');
        }
        if (!ended)
            status = cs_stream_more(stream, err);
    }
    if (status == CS_FAILED)
        return status;
    source->taken = 0;
    source->before = 0;
    source->record_line = place.line;
    source->record_before = 0;
    source->raw = (struct cs_raw){ .place = place, .bytes = kept->text, .length = kept->length };
    if (quoted)
        return cs_error_set(err, CS_REFUSED,
                            _("a quote that opens in this record is never closed; nothing after it is read"));
    return cs_error_set(err, CS_REFUSED, _("the record is longer than the limit of %d MiB"),
                        CS_SOURCE_RECORD_BYTES / (1024 * 1024));
}
