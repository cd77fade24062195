/* Reading reports: the remarks at the top of a .sql file, and the folder that holds them. */
#include "report/report-inside.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

enum { PIECES = 6, LONGEST = 256 * 1024, PARAMETERS = 16, COLUMNS = 100, SECONDS = 600 };

struct loading {
    struct cs_arena *arena;
    struct cs_report *report;
    const char *parts;
    struct cs_report_parameter *parameters;
    struct cs_field *fields;
    int *digits;
    const struct cs_report_how *how;
};

static char *trim(char *text)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length && strchr(" \t\r", text[length - 1]))
        text[--length] = 0;
    return text;
}

/* Cuts "a; b; c" at the first five ';'. Pieces that are not there are "". */
static size_t cut(char *text, char *pieces[PIECES])
{
    size_t count = 0;
    for (size_t i = 0; i < PIECES; i++)
        pieces[i] = "";
    while (text && count < PIECES) {
        char *end = count + 1 < PIECES ? strchr(text, ';') : NULL;
        if (end)
            *end++ = 0;
        pieces[count++] = trim(text);
        text = end;
    }
    return count;
}

static const char *of_language(const struct loading *l, const char *english, const char *chinese)
{
    return l->how->chinese && *chinese ? chinese : english;
}

static bool plain_name(const char *name)
{
    return *name && strlen(name) <= 60 &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

static const struct cs_choice *choices_of(struct loading *l, char *list)
{
    size_t count = 1;
    for (const char *c = list; *c; c++)
        count += *c == ',';
    struct cs_choice *choices = cs_arena_alloc(l->arena, (count + 1) * sizeof *choices);
    for (size_t i = 0; i < count && list; i++) {
        char *end = strchr(list, ',');
        if (end)
            *end++ = 0;
        list = trim(list);
        choices[i] = (struct cs_choice){ list, list, NULL };
        list = end;
    }
    choices[count] = (struct cs_choice){ NULL, NULL, NULL };
    return choices;
}

static enum cs_status take_parameter(struct loading *l, char *text, struct cs_error *err)
{
    static const struct {
        const char *word;
        enum cs_type type;
    } types[] = { { "text", CS_TYPE_TEXT },
                  { "int", CS_TYPE_INT },
                  { "date", CS_TYPE_DATE },
                  { "time", CS_TYPE_TIME },
                  { "month", CS_TYPE_DATE } };
    char *pieces[PIECES];
    size_t count = cut(text, pieces);
    if (count < 4 || !plain_name(pieces[0]))
        return cs_error_set(err, CS_FAILED, "%s", _("a parameter is written `NAME; TYPE; DEFAULT; MEANING`"));
    if (l->report->parameter_count == PARAMETERS)
        return cs_error_set(err, CS_FAILED, _("a report has at most %d parameters"), PARAMETERS);
    struct cs_report_parameter *p = &l->parameters[l->report->parameter_count++];
    *p = (struct cs_report_parameter){ .name = pieces[0], .byname = pieces[2] };
    p->help = of_language(l, pieces[3], pieces[4]);
    if (strncmp(pieces[1], "choice ", 7) == 0) {
        p->type = CS_TYPE_CHOICE;
        p->choices = choices_of(l, pieces[1] + 7);
        return CS_OK;
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(pieces[1], types[i].word) == 0) {
            p->type = types[i].type;
            p->month = strcmp(pieces[1], "month") == 0;
            return CS_OK;
        }
    return cs_error_set(err, CS_FAILED,
                        _("\"%s\" is no type of a parameter: text, int, date, time, month or choice a,b"),
                        pieces[1]);
}

/* "choice kind": text that people read by the labels of a list that the program knows. */
static enum cs_status column_choices(const struct loading *l, const char *name, struct cs_field *field,
                                     struct cs_error *err)
{
    field->choices = l->how->choices ? l->how->choices(name) : NULL;
    bool number = field->choices && field->choices[0].code[0] >= '0' && field->choices[0].code[0] <= '9';
    field->type = number ? CS_TYPE_INT : CS_TYPE_TEXT;
    if (l->how->choices && !field->choices)
        return cs_error_set(err, CS_FAILED, _("\"%s\" is no list of words that the program knows"), name);
    return CS_OK;
}

static enum cs_status column_type(const struct loading *l, const char *word, struct cs_field *field,
                                  int *digits, struct cs_error *err)
{
    static const struct {
        const char *word;
        enum cs_type type;
    } types[] = { { "text", CS_TYPE_TEXT },
                  { "int", CS_TYPE_INT },
                  { "money", CS_TYPE_MONEY },
                  { "time", CS_TYPE_TIME },
                  { "date", CS_TYPE_DATE } };
    *digits = -1;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(word, types[i].word) == 0) {
            field->type = types[i].type;
            return CS_OK;
        }
    if (strncmp(word, "choice ", 7) == 0)
        return column_choices(l, word + 7, field, err);
    if (strncmp(word, "real ", 5) == 0 && word[5] >= '0' && word[5] <= '9' && !word[6]) {
        field->type = CS_TYPE_REAL;
        *digits = word[5] - '0';
        return CS_OK;
    }
    return cs_error_set(
        err, CS_FAILED,
        _("\"%s\" is no type of a column: text, int, real N, money, time, date or choice LIST"), word);
}

static enum cs_status take_column(struct loading *l, char *text, struct cs_error *err)
{
    char *pieces[PIECES];
    size_t count = cut(text, pieces);
    if (count < 3 || !plain_name(pieces[0]))
        return cs_error_set(err, CS_FAILED, "%s",
                            _("a column is written `NAME; TYPE; HEADING; CHINESE HEADING`"));
    if (l->report->record.count == COLUMNS)
        return cs_error_set(err, CS_FAILED, _("a report has at most %d columns"), COLUMNS);
    size_t index = l->report->record.count++;
    struct cs_field *field = &l->fields[index];
    *field = (struct cs_field){ .name = pieces[0], .flags = CS_NO_FILTER };
    if (strcmp(pieces[4], "minor") == 0)
        field->flags |= CS_MINOR;
    field->heading = of_language(l, pieces[2], pieces[3]);
    field->help = field->heading;
    field->also = *pieces[3] ? pieces[3] : NULL;
    return column_type(l, pieces[1], field, &l->digits[index], err);
}

/* One remark "key: value" of the head; other remarks are remarks. */
static enum cs_status take_remark(struct loading *l, char *text, struct cs_error *err)
{
    char *pieces[PIECES], *value = strchr(text, ':');
    if (!value)
        return CS_OK;
    *value++ = 0;
    const char *key = trim(text);
    if (strcmp(key, "parameter") == 0)
        return take_parameter(l, value, err);
    if (strcmp(key, "column") == 0)
        return take_column(l, value, err);
    if (strcmp(key, "title") != 0 && strcmp(key, "about") != 0)
        return CS_OK;
    cut(value, pieces);
    *(strcmp(key, "title") ? &l->report->about : &l->report->title) = of_language(l, pieces[0], pieces[1]);
    return CS_OK;
}

/* The head ends at the first line that is no remark. */
static enum cs_status take_head(struct loading *l, char *text, int *line, char **rest, struct cs_error *err)
{
    for (*line = 1; *text; ++*line) {
        char *end = text + strcspn(text, "\n"), *next = *end ? end + 1 : end;
        char *start = text + strspn(text, " \t\r");
        if (start < end && strncmp(start, "--", 2) != 0)
            break;
        *end = 0;
        if (start < end) {
            enum cs_status status = take_remark(l, start + 2, err);
            if (status != CS_OK)
                return status;
        }
        text = next;
    }
    *rest = text;
    return CS_OK;
}

static enum cs_status whole(struct loading *l, char *sql, struct cs_error *err)
{
    size_t length = strlen(sql);
    while (length && strchr(" \t\r\n;", sql[length - 1]))
        sql[--length] = 0;
    if (!l->report->title)
        return cs_error_set(err, CS_FAILED, "%s", _("the head has no `-- title: ...`"));
    if (!l->report->record.count)
        return cs_error_set(err, CS_FAILED, "%s", _("the head has no `-- column: ...`"));
    if (!length)
        return cs_error_set(err, CS_FAILED, "%s", _("there is no SELECT below the head"));
    struct cs_buffer out = CS_BUFFER_INIT;
    struct expanding x = { .report = l->report, .parts = l->parts, .arena = l->arena, .out = &out };
    enum cs_status status = cs_report_expand(&x, sql, err);
    l->report->sql = cs_arena_strdup(l->arena, out.length ? out.text : "");
    cs_buffer_release(&out);
    return status;
}

static const char *parts_beside(const char *path, struct cs_arena *arena)
{
    const char *slash = strrchr(path, '/');
    return cs_arena_printf(arena, "%.*sparts", slash ? (int)(slash - path + 1) : 0, path);
}

enum cs_status cs_report_slurp(const char *path, struct cs_arena *arena, char **text, struct cs_error *err)
{
    struct cs_buffer whole = CS_BUFFER_INIT;
    enum cs_status status = CS_OK;
    int fault = cs_file_read(path, LONGEST, &whole);
    if (fault == EFBIG || fault == EISDIR)
        status =
            cs_error_set(err, CS_FAILED, _("%s: a report is a file of at most %d KiB"), path, LONGEST / 1024);
    else if (fault)
        status = cs_error_errno(err, fault, "%s", path);
    else if (strlen(whole.text) != whole.length || cs_utf8_check(whole.text, whole.length) != whole.length)
        status = cs_error_set(err, CS_FAILED, _("%s: is not UTF-8 text"), path);
    *text = cs_arena_strndup(arena, whole.text, whole.length);
    cs_buffer_release(&whole);
    return status;
}

static const char *name_of(const char *path, struct cs_arena *arena)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t length = strlen(name);
    if (length > 4 && strcmp(name + length - 4, ".sql") == 0)
        length -= 4;
    return cs_arena_strndup(arena, name, length);
}

enum cs_status cs_report_load(const char *path, const struct cs_report_how *how, struct cs_arena *arena,
                              struct cs_report *report, struct cs_error *err)
{
    struct loading l = { .arena = arena, .report = report, .how = how };
    l.parts = how->parts ? how->parts : parts_beside(path, arena);
    char *text = NULL, *sql = NULL;
    int line = 0;
    memset(report, 0, sizeof *report);
    l.parameters = cs_arena_alloc(arena, PARAMETERS * sizeof *l.parameters);
    l.fields = cs_arena_alloc(arena, COLUMNS * sizeof *l.fields);
    l.digits = cs_arena_alloc(arena, COLUMNS * sizeof *l.digits);
    enum cs_status status = cs_report_slurp(path, arena, &text, err);
    if (status != CS_OK)
        return status;
    report->name = name_of(path, arena);
    report->parameters = l.parameters;
    report->digits = l.digits;
    report->about = "";
    report->seconds = SECONDS;
    status = take_head(&l, text, &line, &sql, err);
    if (status == CS_OK)
        status = whole(&l, sql, err);
    if (status != CS_OK) {
        cs_error_prefix(err, "%s:%d", path, line);
        return status;
    }
    report->record.name = report->name;
    report->record.title = report->title;
    report->record.fields = l.fields;
    return CS_OK;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

enum cs_status cs_report_folder(const char *folder, struct cs_arena *arena, const char *const **paths,
                                size_t *count, struct cs_error *err)
{
    const char **list = NULL, **kept;
    size_t capacity = 0;
    *count = 0;
    DIR *dir = opendir(folder);
    if (!dir)
        return cs_error_errno(err, errno, "%s", folder);
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t length = strlen(entry->d_name);
        if (length < 5 || entry->d_name[0] == '.' || strcmp(entry->d_name + length - 4, ".sql") != 0)
            continue;
        list = cs_grow(list, &capacity, *count + 1, sizeof *list);
        list[(*count)++] = cs_arena_printf(arena, "%s/%s", folder, entry->d_name);
    }
    closedir(dir);
    if (*count)
        qsort(list, *count, sizeof *list, by_name);
    kept = cs_arena_alloc(arena, (*count + 1) * sizeof *kept);
    if (*count)
        memcpy(kept, list, *count * sizeof *kept);
    free(list);
    *paths = kept;
    return CS_OK;
}
