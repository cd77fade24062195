/* Writing: CSV cells, JSON keys, moments; in UTF-8 or, as many Chinese CRMs export, in GB18030. */
#include "generate.h"

#include "time/zone.h"

#include <errno.h>
#include <iconv.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void fail(const struct cs_gen_file *file)
{
    fprintf(stderr, "cs-generate: %s: %s\n", file->path, strerror(errno));
    exit(1);
}

void cs_gen_open(struct cs_gen_file *file, const char *folder, const char *name,
                 enum cs_gen_encoding encoding)
{
    memset(file, 0, sizeof *file);
    snprintf(file->path, sizeof file->path, "%s/%s", folder, name);
    file->first = true;
    file->file = fopen(file->path, "wb");
    if (!file->file)
        fail(file);
    if (encoding == CS_GEN_GB18030) {
        file->converter = iconv_open("GB18030", "UTF-8");
        if (file->converter == (iconv_t)-1)
            fail(file);
    }
    if (encoding == CS_GEN_UTF8_MARK)
        cs_gen_raw(file, "\xef\xbb\xbf");
}

void cs_gen_standard(struct cs_gen_file *file)
{
    memset(file, 0, sizeof *file);
    snprintf(file->path, sizeof file->path, "standard output");
    file->first = true;
    file->file = stdout;
}

static void put(struct cs_gen_file *file, const char *text, size_t length)
{
    if (fwrite(text, 1, length, file->file) != length)
        fail(file);
}

void cs_gen_raw(struct cs_gen_file *file, const char *text)
{
    if (!file->converter) {
        put(file, text, strlen(text));
        return;
    }
    char changed[8192], *in = (char *)text, *out = changed;
    size_t left = strlen(text), room = sizeof changed;
    if (iconv(file->converter, &in, &left, &out, &room) == (size_t)-1)
        fail(file);
    put(file, changed, sizeof changed - room);
}

void cs_gen_cell(struct cs_gen_file *file, const char *text)
{
    if (!file->first)
        cs_gen_raw(file, ",");
    file->first = false;
    if (!strpbrk(text, ",\"\n")) {
        cs_gen_raw(file, text);
        return;
    }
    char quoted[2048], *end = quoted;
    *end++ = '"';
    for (; *text && end < quoted + sizeof quoted - 4; text++) {
        if (*text == '"')
            *end++ = '"';
        *end++ = *text;
    }
    *end++ = '"';
    *end = 0;
    cs_gen_raw(file, quoted);
}

void cs_gen_format(struct cs_gen_file *file, const char *format, ...)
{
    char text[1024];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    cs_gen_cell(file, text);
}

void cs_gen_line(struct cs_gen_file *file, const char *cells)
{
    char cell[1024];
    for (const char *end; cells; cells = end ? end + 1 : NULL) {
        end = strchr(cells, '|');
        snprintf(cell, sizeof cell, "%.*s", end ? (int)(end - cells) : (int)strlen(cells), cells);
        cs_gen_cell(file, cell);
    }
    cs_gen_end(file);
}

void cs_gen_end(struct cs_gen_file *file)
{
    put(file, "\n", 1);
    file->first = true;
}

void cs_gen_object(struct cs_gen_file *file, bool begin)
{
    cs_gen_raw(file, begin ? "{" : "}\n");
    file->first = true;
}

/* Our texts hold no control character but the newline. */
void cs_gen_key(struct cs_gen_file *file, const char *key, const char *text)
{
    if (!*text)
        return;
    char line[2048];
    int length = snprintf(line, sizeof line, "%s\"%s\":\"", file->first ? "" : ",", key);
    file->first = false;
    for (; *text && length < (int)sizeof line - 4; text++) {
        if (*text == '"' || *text == '\\' || *text == '\n')
            line[length++] = '\\';
        line[length++] = *text == '\n' ? 'n' : *text;
    }
    line[length++] = '"';
    line[length] = 0;
    cs_gen_raw(file, line);
}

void cs_gen_number(struct cs_gen_file *file, const char *key, int64_t number)
{
    char line[128];
    snprintf(line, sizeof line, "%s\"%s\":%lld", file->first ? "" : ",", key, (long long)number);
    file->first = false;
    cs_gen_raw(file, line);
}

void cs_gen_close(struct cs_gen_file *file)
{
    if (file->converter)
        iconv_close(file->converter);
    int bad = file->file == stdout ? fflush(stdout) : fclose(file->file);
    if (bad)
        fail(file);
}

/* ---- moments ---- */

int64_t cs_gen_day(int year, int month, int day)
{
    return cs_day_from_date(year, month, day);
}

int64_t cs_gen_at(int64_t day, int hour, int minute)
{
    return day * 86400 + hour * 3600 + minute * 60 - 8 * 3600;
}

const char *cs_gen_date(int64_t day, char text[40])
{
    int64_t year;
    int month, month_day;
    text[0] = 0;
    if (!day)
        return text;
    cs_day_to_date(day, &year, &month, &month_day);
    snprintf(text, 40, "%04d-%02d-%02d", (int)year, month, month_day);
    return text;
}

const char *cs_gen_moment(int64_t utc, enum cs_gen_spelling spelling, char text[40])
{
    static const char *const shapes[] = { "%04d/%d/%d %d:%02d", "%04d-%02d-%02d %02d:%02d:%02d",
                                          "%04d-%02d-%02dT%02d:%02d:%02d+08:00" };
    int64_t year, local = utc + 8 * 3600;
    int month, day, second = (int)(local % 86400);
    text[0] = 0;
    if (!utc)
        return text;
    cs_day_to_date(local / 86400, &year, &month, &day);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-extra-args"
    snprintf(text, 40, shapes[spelling], (int)year, month, day, second / 3600, second / 60 % 60, second % 60);
#pragma GCC diagnostic pop
    return text;
}
