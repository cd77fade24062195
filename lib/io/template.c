/* Mustache: pieces and a stack of contexts make text. */
#include "io/template.h"
#include "io/template-parse.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { STACK = 256, PARTIALS = 32, LIMIT_BYTES = 1024 * 1024, LIMIT_STEPS = 1000 * 1000 };

struct renderer {
    const struct cs_template_options *options;
    const struct cs_template_value *stack[STACK];
    size_t depth, partials, steps, limit;
    struct cs_buffer *out;
    size_t before; /* bytes that stood in `out` */
    struct cs_error *err;
    bool placed; /* err says where */
};

static enum cs_status render_text(struct renderer *renderer, const char *name, const char *text,
                                  size_t length);

static const struct cs_template_value *find_member(const struct cs_template_value *object, const char *name,
                                                   size_t length)
{
    const struct cs_template_value *found = NULL;
    if (object->kind == CS_TEMPLATE_OBJECT)
        for (const struct cs_template_value *at = object->first; at; at = at->next)
            if (strncmp(at->name, name, length) == 0 && !at->name[length])
                found = at;
    return found;
}

/* a.b.c: the first name is looked for from the innermost context outward, the others only inside it. */
static const struct cs_template_value *look_up(const struct renderer *renderer, const char *name)
{
    if (strcmp(name, ".") == 0)
        return renderer->stack[renderer->depth - 1];
    size_t length = strcspn(name, ".");
    const struct cs_template_value *value = NULL;
    for (size_t i = renderer->depth; i > 0 && !value; i--)
        value = find_member(renderer->stack[i - 1], name, length);
    while (value && name[length] == '.') {
        name += length + 1;
        length = strcspn(name, ".");
        value = find_member(value, name, length);
    }
    return value;
}

static bool is_true(const struct cs_template_value *value)
{
    if (!value || value->kind == CS_TEMPLATE_FALSE)
        return false;
    if (value->kind == CS_TEMPLATE_TEXT)
        return value->length > 0;
    return value->kind != CS_TEMPLATE_LIST || value->first;
}

static void add_escaped(struct cs_buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        switch (text[i]) {
        case '&':
            cs_buffer_text(out, "&amp;");
            break;
        case '<':
            cs_buffer_text(out, "&lt;");
            break;
        case '>':
            cs_buffer_text(out, "&gt;");
            break;
        case '"':
            cs_buffer_text(out, "&quot;");
            break;
        case '\'':
            cs_buffer_text(out, "&#39;");
            break;
        default:
            cs_buffer_char(out, text[i]);
        }
    }
}

/* Keeps a template from running on for ever, or without end into memory. */
static enum cs_status check_limits(struct renderer *renderer)
{
    if (renderer->out->length - renderer->before > renderer->limit)
        return cs_error_set(renderer->err, CS_FAILED, _("the text grows longer than the limit of %zu bytes"),
                            renderer->limit);
    if (++renderer->steps > LIMIT_STEPS)
        return cs_error_set(renderer->err, CS_FAILED, _("the template takes more than %d steps"),
                            LIMIT_STEPS);
    return CS_OK;
}

static void put_value(struct renderer *renderer, const char *template, const struct cs_piece *piece)
{
    const struct cs_template_value *value = look_up(renderer, piece->text);
    if (!value) {
        struct cs_place place = { .file = template, .line = piece->line };
        cs_diag_say(renderer->options->diag, CS_NOTICE, &place, _("nothing is known of \"%s\""), piece->text);
    } else if (piece->kind == CS_PIECE_VALUE && renderer->options->escape) {
        add_escaped(renderer->out, value->text, value->length);
    } else {
        cs_buffer_add(renderer->out, value->text, value->length);
    }
}

/* Partials come by plain names only: no path can leave the folder that the caller reads. */
static bool is_plain_word(const char *name)
{
    size_t length = 0;
    for (; name[length]; length++)
        if (!isalnum((unsigned char)name[length]) && name[length] != '-' && name[length] != '_')
            return false;
    return length > 0 && length <= 64;
}

/* A partial that stands alone on its line is indented as its tag is. */
static void indent_lines(struct cs_buffer *out, const char *text, const char *indent)
{
    while (*text) {
        const char *newline = strchr(text, '\n');
        size_t length = newline ? (size_t)(newline - text) + 1 : strlen(text);
        cs_buffer_text(out, indent);
        cs_buffer_add(out, text, length);
        text += length;
    }
}

static enum cs_status put_partial(struct renderer *renderer, const struct cs_piece *piece)
{
    const struct cs_template_options *options = renderer->options;
    if (!is_plain_word(piece->text))
        return cs_error_set(renderer->err, CS_FAILED,
                            _("\"%s\" cannot name a partial: letters, digits, - and _ can"), piece->text);
    if (renderer->partials == PARTIALS)
        return cs_error_set(renderer->err, CS_FAILED, _("partials are nested deeper than %d"), PARTIALS);
    char *text = NULL;
    enum cs_status status =
        options->load ? options->load(options->context, piece->text, &text, renderer->err) : CS_NONE;
    if (status)
        return status == CS_NONE ? CS_OK : status;
    struct cs_buffer indented = CS_BUFFER_INIT;
    indent_lines(&indented, text, piece->indent);
    renderer->partials++;
    status = render_text(renderer, piece->text, indented.text, indented.length);
    renderer->partials--;
    cs_buffer_release(&indented);
    free(text);
    return status;
}

static enum cs_status render_pieces(struct renderer *renderer, const char *template,
                                    const struct cs_pieces *pieces, size_t from, size_t to);

/* One turn of a section with a value as the innermost context. */
static enum cs_status render_inside(struct renderer *renderer, const char *template,
                                    const struct cs_pieces *pieces, size_t from, size_t to,
                                    const struct cs_template_value *value)
{
    if (renderer->depth == STACK)
        return cs_error_set(renderer->err, CS_FAILED, _("sections are nested deeper than %d"), STACK);
    renderer->stack[renderer->depth++] = value;
    enum cs_status status = render_pieces(renderer, template, pieces, from, to);
    renderer->depth--;
    return status;
}

static enum cs_status render_section(struct renderer *renderer, const char *template,
                                     const struct cs_pieces *pieces, size_t index)
{
    const struct cs_piece *piece = &pieces->items[index];
    const struct cs_template_value *value = look_up(renderer, piece->text);
    enum cs_status status = CS_OK;
    if (piece->kind == CS_PIECE_INVERTED)
        return is_true(value) ? CS_OK : render_pieces(renderer, template, pieces, index + 1, piece->end);
    if (!is_true(value))
        return CS_OK;
    if (value->kind != CS_TEMPLATE_LIST)
        return render_inside(renderer, template, pieces, index + 1, piece->end, value);
    for (const struct cs_template_value *item = value->first; item && !status; item = item->next) {
        status = render_inside(renderer, template, pieces, index + 1, piece->end, item);
        if (!status)
            status = check_limits(renderer);
    }
    return status;
}

static enum cs_status render_pieces(struct renderer *renderer, const char *template,
                                    const struct cs_pieces *pieces, size_t from, size_t to)
{
    enum cs_status status = CS_OK;
    for (size_t i = from; i < to && !status; i++) {
        const struct cs_piece *piece = &pieces->items[i];
        bool section = piece->kind == CS_PIECE_SECTION || piece->kind == CS_PIECE_INVERTED;
        if (piece->kind == CS_PIECE_TEXT)
            cs_buffer_add(renderer->out, piece->text, piece->length);
        else if (section)
            status = render_section(renderer, template, pieces, i);
        else if (piece->kind == CS_PIECE_PARTIAL)
            status = put_partial(renderer, piece);
        else if (piece->kind != CS_PIECE_END)
            put_value(renderer, template, piece);
        if (!status)
            status = check_limits(renderer);
        if (section)
            i = piece->end;
        if (status && !renderer->placed) {
            cs_error_prefix(renderer->err, "%s:%d", template, piece->line);
            renderer->placed = true;
        }
    }
    return status;
}

static enum cs_status render_text(struct renderer *renderer, const char *name, const char *text,
                                  size_t length)
{
    struct cs_pieces pieces;
    enum cs_status status = cs_pieces_parse(&pieces, name, text, length, renderer->err);
    renderer->placed |= status != CS_OK;
    if (!status)
        status = render_pieces(renderer, name, &pieces, 0, pieces.count);
    cs_pieces_release(&pieces);
    return status;
}

bool cs_template_escapes(const char *name)
{
    static const char *const suffixes[] = { ".html", ".htm", ".xml" };
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t suffix = strlen(suffixes[i]);
        if (length >= suffix && strcasecmp(name + length - suffix, suffixes[i]) == 0)
            return true;
    }
    return false;
}

enum cs_status cs_template_render(const char *text, size_t length, const struct cs_template_value *data,
                                  const struct cs_template_options *options, struct cs_buffer *out,
                                  struct cs_error *err)
{
    static const struct cs_template_value nothing = { .kind = CS_TEMPLATE_OBJECT, .text = "" };
    struct renderer *renderer = cs_alloc(sizeof *renderer);
    renderer->options = options;
    renderer->stack[renderer->depth++] = data ? data : &nothing;
    renderer->limit = options->limit ? options->limit : LIMIT_BYTES;
    renderer->out = out;
    renderer->before = out->length;
    renderer->err = err;
    enum cs_status status = render_text(renderer, options->name ? options->name : "-", text, length);
    if (status)
        cs_buffer_cut(out, renderer->before);
    free(renderer);
    return status;
}
