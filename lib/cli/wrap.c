/* Laying out text for a terminal of 80 columns, Chinese and English alike. */
#include "cli/inner.h"

#include <stdlib.h>
#include <string.h>

enum { QUOTE_COLUMNS = 60 };

void cs_quote(struct cs_buffer *out, const char *text, size_t length)
{
    struct cs_buffer safe = CS_BUFFER_INIT;
    cs_text_display(&safe, text, length, false);
    size_t at = 0, columns = 0;
    while (at < safe.length) {
        uint32_t code = 0;
        size_t bytes = cs_utf8_decode(safe.text + at, safe.length - at, &code);
        columns += (size_t)cs_char_width(code);
        if (columns > QUOTE_COLUMNS)
            break;
        at += bytes ? bytes : 1;
    }
    cs_buffer_add(out, safe.text, at);
    if (at < safe.length)
        cs_utf8_encode(out, 0x2026);
    cs_buffer_release(&safe);
}

/* ------------------------------------------------------------------ where a line may break */

struct character {
    uint32_t code;
    size_t bytes, width;
};

static struct character character_at(const char *text, size_t length)
{
    struct character it = { .code = 0xFFFD };
    it.bytes = cs_utf8_decode(text, length, &it.code);
    if (!it.bytes)
        it.bytes = 1;
    it.width = (size_t)cs_char_width(it.code);
    return it;
}

static bool is_one_of(uint32_t code, const char *set)
{
    size_t length = strlen(set);
    for (size_t at = 0; at < length;) {
        struct character member = character_at(set + at, length - at);
        if (member.code == code)
            return true;
        at += member.bytes;
    }
    return false;
}

static bool may_break_between(const struct character *left, const struct character *right)
{
    if (left->width < 2 && right->width < 2)
        return false;
    return !is_one_of(right->code, ",.;:!?)]}%\"'，。、；：？！）」』】》〉％…”’") &&
           !is_one_of(left->code, "([{\"'（「『【《〈“‘");
}

/* The bytes of the piece at the head of text that no line end may cut; *width receives its columns. */
static size_t piece(const char *text, size_t length, size_t *width)
{
    size_t at = 0;
    *width = 0;
    struct character now = character_at(text, length);
    for (;;) {
        at += now.bytes;
        *width += now.width;
        if (at >= length || text[at] == ' ' || text[at] == '\n')
            return at;
        struct character next = character_at(text + at, length - at);
        if (may_break_between(&now, &next))
            return at;
        now = next;
    }
}

/* ------------------------------------------------------------------ lines */

struct line {
    struct cs_buffer *out;
    size_t column, begin,
        indent; /* begin: where this line's text begins; indent: where the next ones' does */
    bool empty; /* nothing on it yet */
};

static void spaces(struct cs_buffer *out, size_t count)
{
    while (count--)
        cs_buffer_char(out, ' ');
}

static void new_line(struct line *line)
{
    cs_buffer_char(line->out, '\n');
    line->column = 0;
    line->begin = line->indent;
    line->empty = true;
}

/* Indents late, so that an empty line has no spaces. */
static void put(struct line *line, const char *text, size_t length, size_t width)
{
    if (line->column < line->begin) {
        spaces(line->out, line->begin - line->column);
        line->column = line->begin;
    }
    cs_buffer_add(line->out, text, length);
    line->column += width;
    line->empty = false;
}

/* A piece wider than any line is cut where the line ends. */
static void put_giant(struct line *line, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        struct character now = character_at(text + at, length - at);
        if (!line->empty && line->column + now.width > CS_HELP_COLUMNS)
            new_line(line);
        put(line, text + at, now.bytes, now.width);
        at += now.bytes;
    }
}

void cs_wrap(struct cs_buffer *out, const char *text, size_t at, size_t indent)
{
    struct line line = { .out = out, .column = at, .begin = at, .indent = indent, .empty = true };
    size_t length = strlen(text);
    for (size_t from = 0; from < length;) {
        if (text[from] == '\n') {
            new_line(&line);
            from++;
            continue;
        }
        size_t gap = strspn(text + from, " "), width;
        from += gap;
        if (from >= length || text[from] == '\n')
            continue;
        size_t bytes = piece(text + from, length - from, &width);
        if (line.empty)
            gap = 0;
        size_t start = line.empty ? line.begin : line.column;
        if (start + gap + width > CS_HELP_COLUMNS && start > indent) {
            new_line(&line);
            gap = 0;
        }
        for (; gap; gap--)
            put(&line, " ", 1, 1);
        if (indent + width > CS_HELP_COLUMNS)
            put_giant(&line, text + from, bytes);
        else
            put(&line, text + from, bytes, width);
        from += bytes;
    }
    cs_buffer_char(out, '\n');
}

/* ------------------------------------------------------------------ shell commands */

/* The bytes up to the next blank outside quotes. */
static size_t shell_word(const char *text)
{
    char quote = 0;
    size_t at = 0;
    for (; text[at]; at++) {
        if (text[at] == '\\' && quote != '\'' && text[at + 1])
            at++; /* what it escapes is no quote */
        else if (quote)
            quote = text[at] == quote ? 0 : quote;
        else if (text[at] == '\'' || text[at] == '"')
            quote = text[at];
        else if (text[at] == ' ' || text[at] == '\n')
            break;
    }
    return at;
}

/* The bytes of one command of a pipeline, its `|` included. */
static size_t shell_stage(const char *text)
{
    for (size_t at = 0;;) {
        size_t length = shell_word(text + at);
        bool pipe = length == 1 && text[at] == '|';
        at += length;
        if (pipe || !text[at])
            return at;
        at += strspn(text + at, " \n");
    }
}

/* How far the word, or the whole stage that begins with it, must fit on the line. A stage that fits a line of
 * its own is not torn. */
static size_t shell_need(const char *word, const char **stage_end, size_t indent)
{
    if (word < *stage_end)
        return shell_word(word);
    size_t whole = shell_stage(word);
    *stage_end = word + whole;
    bool fits = indent + 4 + cs_text_width(word, whole) + 2 <= CS_HELP_COLUMNS;
    return fits ? whole : shell_word(word);
}

/* A word wider than any line is cut where a shell puts it together again: behind a backslash, in single
 * quotes between two pairs of them. Returns the column where it ends. */
static size_t put_giant_word(struct cs_buffer *out, const char *word, size_t length, size_t column)
{
    char quote = 0;
    for (size_t at = 0; at < length;) {
        struct character now = character_at(word + at, length - at);
        bool escaped = word[at] == '\\' && quote != '\'';
        if (column + now.width + 4 > CS_HELP_COLUMNS) {
            cs_buffer_text(out, quote == '\'' ? "'\\\n'" : "\\\n");
            column = quote == '\'';
        }
        if (quote)
            quote = word[at] == quote ? '\0' : quote;
        else if (word[at] == '\'' || word[at] == '"')
            quote = word[at];
        size_t bytes = now.bytes + (escaped && at + 1 < length); /* a backslash keeps what it escapes */
        cs_buffer_add(out, word + at, bytes);
        column += cs_text_width(word + at, bytes);
        at += bytes;
    }
    return column;
}

static void wrap_shell_line(struct cs_buffer *out, const char *command, size_t indent)
{
    spaces(out, indent);
    size_t column = indent;
    const char *stage_end = command;
    for (const char *word = command; *word;) {
        size_t length = shell_word(word), need = shell_need(word, &stage_end, indent);
        size_t width = cs_text_width(word, length), tail = word[need] ? 2 : 0; /* room for a backslash */
        if (word != command && column + 1 + cs_text_width(word, need) + tail > CS_HELP_COLUMNS) {
            cs_buffer_text(out, " \\\n");
            spaces(out, indent + 4);
            column = indent + 4;
        } else if (word != command) {
            cs_buffer_char(out, ' ');
            column++;
        }
        if (column + width + tail > CS_HELP_COLUMNS) {
            column = put_giant_word(out, word, length, column);
        } else {
            cs_buffer_add(out, word, length);
            column += width;
        }
        word += length;
        word += strspn(word, " \n");
    }
    cs_buffer_char(out, '\n');
}

/* Whether the shell reads on after a newline here: behind `|` and `&&`. */
static bool reads_on(const char *begin, const char *at)
{
    while (at > begin && at[-1] == ' ')
        at--;
    return at > begin && (at[-1] == '|' || at[-1] == '&');
}

/* The bytes up to the newline that ends the command: outside quotes, with nothing left open. */
static size_t shell_line(const char *text)
{
    char quote = 0;
    size_t at = 0;
    for (; text[at]; at++) {
        if (!quote && text[at] == '\n' && !reads_on(text, text + at))
            break;
        if (text[at] == '\\' && quote != '\'' && text[at + 1])
            at++; /* what it escapes is no quote */
        else if (quote)
            quote = text[at] == quote ? '\0' : quote;
        else if (text[at] == '\'' || text[at] == '"')
            quote = text[at];
    }
    return at;
}

void cs_wrap_shell(struct cs_buffer *out, const char *command, size_t indent)
{
    while (*(command += strspn(command, " \n"))) {
        size_t length = shell_line(command);
        char *line = cs_strndup(command, length);
        wrap_shell_line(out, line, indent);
        free(line);
        command += length;
    }
}
