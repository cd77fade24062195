/*
 * JSON: an array of objects, or objects one after the other (JSON Lines, or as jq prints them), a value at a
 * time. Brackets and commas between values are ours, so that an array of any length passes through a window.
 *
 * In lines, a broken value is refused alone and reading goes on at the next line that begins an object. An
 * array is one document: where its frame is broken nothing in it can be trusted, and the input fails.
 */
#include "io/json-record.h"
#include "io/json-scan.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT_BYTES = 64 * 1024 };

/* The frame of the document is broken at window[start]. */
static enum cs_status fail_here(struct cs_source *source, struct cs_error *err, const char *sentence)
{
    cs_source_record(source, 0, 0, 0);
    return cs_error_set(err, CS_FAILED, "%s:%lld:%zu: %s", cs_source_shown(source), (long long)source->line,
                        source->before + 1, sentence);
}

/* The next byte that is no space, not taken; CS_NONE at the end. */
static enum cs_status next_byte(struct cs_source *source, char *byte, struct cs_error *err)
{
    struct cs_stream *stream = &source->stream;
    for (;;) {
        for (; stream->start < stream->end; cs_source_pass(source, 1)) {
            *byte = stream->window[stream->start];
            if (!cs_json_is_space(*byte))
                return CS_OK;
        }
        enum cs_status status = cs_stream_more(stream, err);
        if (status)
            return status;
    }
}

/* Where to read on behind a broken value in lines: at the next line that begins an object, else at the next
 * line, else nowhere. */
static size_t next_object(const struct cs_source *source, size_t fault)
{
    const struct cs_stream *stream = &source->stream;
    const char *text = stream->window + stream->start;
    size_t length = stream->end - stream->start;
    const char *found = memmem(text, length, "\n{", 2);
    if (!found && fault < length)
        found = memchr(text + fault, '\n', length - fault);
    return found ? (size_t)(found - text) + 1 : length;
}

static size_t without_spaces(const char *text, size_t length)
{
    while (length && cs_json_is_space(text[length - 1]))
        length--;
    return length;
}

/* A value whose end cannot be found, or that is none. */
static enum cs_status refuse_broken(struct cs_source *source, size_t fault, const char *sentence,
                                    struct cs_error *err)
{
    struct cs_json_state *state = source->state;
    size_t taken = next_object(source, fault);
    cs_source_record(source, 0, without_spaces(source->stream.window + source->stream.start, taken), taken);
    enum cs_status status = cs_source_check_text(source, err);
    if (status == CS_FAILED)
        return status;
    cs_error_clear(err);
    status = cs_source_refuse(source, fault, err, "%s", sentence);
    if (state->where == CS_JSON_TOP)
        return status;
    if (err) {
        cs_error_prefix(err, "%s:%lld:%lld", cs_source_shown(source), (long long)source->raw.place.line,
                        (long long)source->raw.place.column);
        err->status = CS_FAILED;
    }
    return CS_FAILED;
}

/* Passes over a value that is longer than may be held; only its beginning is kept. */
static enum cs_status refuse_long(struct cs_source *source, struct cs_json_scan *scan, struct cs_error *err)
{
    struct cs_json_state *state = source->state;
    struct cs_stream *stream = &source->stream;
    struct cs_place place = { .file = source->name,
                              .line = source->line,
                              .column = (int64_t)source->before + 1 };
    cs_buffer_reset(&state->kept);
    cs_buffer_add(&state->kept, stream->window + stream->start, KEPT_BYTES);
    enum cs_status status = CS_OK;
    bool ended = false;
    while (!ended && status == CS_OK) {
        cs_source_pass(source, stream->end - stream->start);
        scan->at = 0;
        status = cs_stream_more(stream, err);
        if (status == CS_OK)
            ended = cs_json_scan(scan, stream->window + stream->start, stream->end - stream->start, false);
    }
    if (status == CS_FAILED)
        return status;
    if (!ended || scan->broken)
        return fail_here(source, err, _("a value that is longer than may be held is broken here"));
    source->record_line = place.line;
    source->record_before = (size_t)place.column - 1;
    source->raw = (struct cs_raw){ .place = place, .bytes = state->kept.text, .length = state->kept.length };
    cs_source_pass(source, scan->at);
    return cs_error_set(err, CS_REFUSED, _("the record is longer than the limit of %d MiB"),
                        CS_SOURCE_RECORD_BYTES / (1024 * 1024));
}

/* The value at window[start]. */
static enum cs_status read_value(struct cs_source *source, struct cs_error *err)
{
    struct cs_json_state *state = source->state;
    struct cs_stream *stream = &source->stream;
    struct cs_json_scan scan = { 0 };
    while (!cs_json_scan(&scan, stream->window + stream->start, stream->end - stream->start, stream->ended)) {
        if (stream->end - stream->start > CS_SOURCE_RECORD_BYTES)
            return refuse_long(source, &scan, err);
        enum cs_status status = cs_stream_more(stream, err);
        if (status == CS_FAILED)
            return status;
        if (status == CS_NONE && !scan.bare)
            return refuse_broken(source, scan.at, _("the input ends inside this value"), err);
    }
    if (scan.broken)
        return refuse_broken(source, scan.at, _("this is no JSON"), err);
    char first = stream->window[stream->start];
    if (state->where == CS_JSON_TOP && first != '{' && first != '[')
        return refuse_broken(source, 0, _("a record has to be an object: {\"column\": value, ...}"), err);
    if (state->where != CS_JSON_TOP)
        state->where = CS_JSON_NEXT;
    cs_source_record(source, 0, scan.at, scan.at);
    if (scan.deepest > CS_SOURCE_DEPTH)
        return cs_source_refuse(source, 0, err, _("values are nested deeper than %d"), CS_SOURCE_DEPTH);
    return cs_json_check_record(source, err);
}

static enum cs_status json_next(struct cs_source *source, struct cs_error *err)
{
    struct cs_json_state *state = source->state;
    char byte;
    source->raw = (struct cs_raw){ .place = { .file = source->name, .line = source->line } };
    for (;;) {
        enum cs_status status = next_byte(source, &byte, err);
        if (status == CS_NONE && state->where != CS_JSON_TOP)
            return fail_here(source, err, _("the input ends before its array does"));
        if (status)
            return status == CS_NONE ? cs_source_end(source, err) : status;
        bool value = false;
        switch (state->where) {
        case CS_JSON_TOP:
            value = byte != '[';
            state->where = value ? CS_JSON_TOP : CS_JSON_FIRST;
            break;
        case CS_JSON_FIRST:
            value = byte != ']';
            state->where = value ? CS_JSON_FIRST : CS_JSON_TOP;
            break;
        case CS_JSON_VALUE:
            value = true;
            break;
        case CS_JSON_NEXT:
            if (byte != ',' && byte != ']')
                return fail_here(source, err, _("a comma or ] has to stand between two values of an array"));
            state->where = byte == ',' ? CS_JSON_VALUE : CS_JSON_TOP;
            break;
        }
        if (value && state->where != CS_JSON_TOP &&
            (byte == ',' || byte == ']' || byte == '}' || byte == ':'))
            return fail_here(source, err, _("a value has to stand here in the array"));
        if (value)
            return read_value(source, err);
        cs_source_pass(source, 1);
    }
}

static size_t cell_offset(const struct cs_source *source, size_t cell)
{
    const struct cs_json_state *state = source->state;
    return cell < source->heading_count && state->stamps[cell] == state->record ? state->offsets[cell] : 0;
}

static enum cs_status json_open(struct cs_source *source, struct cs_error *err)
{
    (void)err;
    struct cs_json_state *state = cs_alloc(sizeof *state);
    state->text = state->kept = (struct cs_buffer)CS_BUFFER_INIT;
    source->state = state;
    return CS_OK;
}

static void json_close(struct cs_source *source)
{
    struct cs_json_state *state = source->state;
    if (!state)
        return;
    cs_buffer_release(&state->text);
    cs_buffer_release(&state->kept);
    free(state->offsets);
    free(state->stamps);
    free(state);
}

const struct cs_source_kind cs_json_kind = { json_open, json_next, cell_offset, json_close };
