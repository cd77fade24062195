/* Where a JSON value ends, and what its texts say. */
#include "io/json-scan.h"
#include "base/text.h"

#include <string.h>

bool cs_json_is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

/* Inside a string: to its closing quote. A control byte ends the hope of one, so that a quote left open does
 * not swallow the lines that follow. */
static void scan_string(struct cs_json_scan *scan, const char *text, size_t length)
{
    size_t at = scan->at;
    for (; at < length; at++) {
        char byte = text[at];
        if (scan->escape) {
            scan->escape = false;
        } else if (byte == '\\') {
            scan->escape = true;
        } else if (byte == '"') {
            scan->string = false;
            scan->before = '"';
            at++;
            break;
        } else if (byte == '\n') {
            scan->broken = true;
            break;
        }
    }
    scan->at = at;
}

/* One byte outside strings; true where the value ended before it or with it. */
static bool scan_byte(struct cs_json_scan *scan, char byte)
{
    bool structural = strchr("{}[]\",:", byte) && byte;
    if (scan->bare && scan->depth == 0 && (structural || cs_json_is_space(byte)))
        return true;
    if (byte == '{' && scan->before && !strchr(",:[{", scan->before)) {
        scan->broken = true;
        return true;
    }
    scan->at++;
    if (cs_json_is_space(byte))
        return false;
    scan->before = byte;
    if (byte == '"') {
        scan->string = true;
    } else if (byte == '{' || byte == '[') {
        if (++scan->depth > scan->deepest)
            scan->deepest = scan->depth;
    } else if (byte == '}' || byte == ']') {
        scan->depth -= scan->depth > 0;
        return scan->depth == 0;
    } else if (scan->depth == 0) {
        scan->bare = true;
        return structural; /* a comma or colon where a value should be */
    }
    return false;
}

bool cs_json_scan(struct cs_json_scan *scan, const char *text, size_t length, bool last)
{
    while (scan->at < length && !scan->broken) {
        if (scan->string) {
            scan_string(scan, text, length);
            if (!scan->string && scan->depth == 0)
                return true;
        } else if (scan_byte(scan, text[scan->at])) {
            return true;
        }
    }
    return scan->broken || (last && scan->bare && scan->depth == 0);
}

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

static bool read_unit(const char *text, size_t length, uint32_t *unit)
{
    *unit = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = i < length ? hex_digit(text[i]) : -1;
        if (digit < 0)
            return false;
        *unit = *unit << 4 | (uint32_t)digit;
    }
    return true;
}

/* \uXXXX, or a pair of surrogates; returns how many bytes behind the u it takes, 0: wrong. */
static size_t read_unicode(const char *text, size_t length, uint32_t *code)
{
    uint32_t low;
    if (!read_unit(text, length, code) || *code == 0 || (*code >= 0xDC00 && *code <= 0xDFFF))
        return 0;
    if (*code < 0xD800 || *code > 0xDBFF)
        return 4;
    if (length < 10 || text[4] != '\\' || text[5] != 'u' || !read_unit(text + 6, length - 6, &low) ||
        low < 0xDC00 || low > 0xDFFF)
        return 0;
    *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
    return 10;
}

static char *put_character(char *to, uint32_t code)
{
    struct cs_buffer buffer = CS_BUFFER_INIT;
    cs_utf8_encode(&buffer, code);
    memcpy(to, buffer.text, buffer.length);
    to += buffer.length;
    cs_buffer_release(&buffer);
    return to;
}

char *cs_json_unescape(const char *text, size_t length, char *to)
{
    static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    const char *end = text + length;
    while (text < end) {
        const char *slash = memchr(text, '\\', (size_t)(end - text));
        size_t plain = (size_t)((slash ? slash : end) - text);
        memcpy(to, text, plain);
        to += plain;
        text += plain + 2;
        if (!slash)
            break;
        if (slash + 1 == end)
            return NULL;
        const char *letter = slash[1] ? strchr(letters, slash[1]) : NULL;
        if (letter) {
            *to++ = bytes[letter - letters];
        } else if (slash[1] == 'u') {
            uint32_t code;
            size_t taken = read_unicode(text, (size_t)(end - text), &code);
            if (!taken)
                return NULL;
            to = put_character(to, code);
            text += taken;
        } else {
            return NULL;
        }
    }
    return to;
}

char *cs_json_compact(const char *text, size_t length, char *to)
{
    bool string = false;
    for (size_t at = 0; at < length; at++) {
        char byte = text[at];
        if (string && byte == '\\' && at + 1 < length) {
            *to++ = byte;
            byte = text[++at];
        } else if (byte == '"') {
            string = !string;
        } else if (!string && cs_json_is_space(byte)) {
            continue;
        }
        *to++ = byte;
    }
    return to;
}
