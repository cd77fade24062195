/* What the tests of lib/io share: inputs from memory, what was said, a record to read into. */
#ifndef CS_TESTS_IO_KIT_H
#define CS_TESTS_IO_KIT_H

#include "base/memory.h"
#include "io/reader.h"
#include "io/sink.h"
#include "io/source.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define KIT __attribute__((unused)) static

/* Notices that were said, one a line. */
static struct cs_buffer kit_said = CS_BUFFER_INIT;

static void kit_say(void *context, enum cs_severity severity, const struct cs_place *place, const char *text)
{
    (void)context;
    (void)severity;
    (void)place;
    cs_buffer_printf(&kit_said, "%s\n", text);
}

KIT struct cs_diag kit_diag = { .say = kit_say };

/* A file with these bytes, without a name. */
KIT int kit_file(const char *bytes, size_t length)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    if (fd < 0 || write(fd, bytes, length) != (ssize_t)length || lseek(fd, 0, SEEK_SET) != 0)
        abort();
    return fd;
}

/* A source of these bytes; NULL where opening failed, with the sentence in `err`. */
KIT struct cs_source *kit_open(const char *bytes, size_t length, const struct cs_source_options *options,
                               struct cs_error *err)
{
    struct cs_source_options plain = { .diag = &kit_diag };
    struct cs_source *source = NULL;
    cs_error_clear(err);
    cs_buffer_reset(&kit_said);
    cs_source_open(kit_file(bytes, length), "in.csv", options ? options : &plain, &source, err);
    return source;
}

/* Adds what a source gives to a text: cells parted by |, records by a line end; faults as LINE:COLUMN. */
KIT void kit_read(struct cs_source *source, struct cs_buffer *text)
{
    const struct cs_raw *raw;
    struct cs_error err = CS_ERROR_INIT;
    enum cs_status status;
    while ((status = cs_source_next(source, &raw, &err)) == CS_OK || status == CS_REFUSED) {
        cs_buffer_printf(text, "%lld", (long long)raw->place.line);
        if (status == CS_REFUSED)
            cs_buffer_printf(text, ":%lld! %s", (long long)raw->place.column, err.text);
        for (size_t i = 0; i < raw->count && !status; i++)
            cs_buffer_printf(text, "|%s", raw->cells[i].null ? "~" : raw->cells[i].text);
        cs_buffer_char(text, '\n');
        cs_error_clear(&err);
    }
    if (status != CS_NONE)
        cs_buffer_printf(text, "failed: %s\n", err.text);
}

/* All that a source of these bytes gives, in the form of kit_read. The caller frees it. */
KIT char *kit_all(const char *bytes, size_t length, const struct cs_source_options *options)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    struct cs_error err;
    struct cs_source *source = kit_open(bytes, length, options, &err);
    if (source)
        kit_read(source, &text);
    else
        cs_buffer_printf(&text, "open: %s\n", err.text);
    cs_source_close(source);
    return cs_buffer_detach(&text);
}

/* Checks what a source of a literal (which may hold NUL) gives. */
#define CHECK_READ(bytes, options, want)                                                                     \
    do {                                                                                                     \
        char *kit_got = kit_all(bytes, sizeof(bytes) - 1, options);                                          \
        CHECK_TEXT(kit_got, want);                                                                           \
        free(kit_got);                                                                                       \
    } while (0)

/* A record with a field of each type. */
static const struct cs_choice kit_priorities[] = { { "urgent", N_("Urgent"), "紧急|critical" },
                                                   { "normal", N_("Normal"), "一般|medium" },
                                                   { NULL, NULL, NULL } };
static const struct cs_choice kit_flags[] = { { "media", N_("Media"), "媒体" },
                                              { "group", N_("Group"), "群诉" },
                                              { "urgent", N_("In haste"), "加急" },
                                              { NULL, NULL, NULL } };
static const struct cs_field kit_fields[] = {
    { .name = "id", .type = CS_TYPE_INT, .flags = CS_KEY | CS_DERIVED, .heading = N_("Id") },
    { .name = "number", .type = CS_TYPE_TEXT, .flags = CS_REQUIRED, .heading = N_("Number"), .also = "编号" },
    { .name = "customer",
      .type = CS_TYPE_TEXT,
      .flags = CS_PERSONAL,
      .heading = N_("Customer"),
      .also = "客户" },
    { .name = "phone", .type = CS_TYPE_TEXT, .flags = CS_PHONE, .heading = N_("Phone"), .also = "电话" },
    { .name = "priority",
      .type = CS_TYPE_CHOICE,
      .heading = N_("Priority"),
      .choices = kit_priorities,
      .also = "优先级" },
    { .name = "opened", .type = CS_TYPE_TIME, .heading = N_("Opened"), .also = "报修时间" },
    { .name = "due", .type = CS_TYPE_DATE, .heading = N_("Due on") },
    { .name = "cost", .type = CS_TYPE_MONEY, .heading = N_("Cost") },
    { .name = "score", .type = CS_TYPE_INT, .heading = N_("Score"), .min = 1, .max = 5 },
    { .name = "share", .type = CS_TYPE_REAL, .heading = N_("Share"), .flags = CS_QUIET },
    { .name = "done", .type = CS_TYPE_BOOL, .heading = N_("Done"), .flags = CS_QUIET },
    { .name = "text", .type = CS_TYPE_TEXT, .flags = CS_LONG, .heading = N_("Text") },
    { .name = "age", .type = CS_TYPE_INT, .flags = CS_DERIVED, .heading = N_("Age") },
    { .name = "extra", .type = CS_TYPE_JSON, .flags = CS_QUIET, .heading = N_("Extra") },
    { .name = "flags",
      .type = CS_TYPE_SET,
      .flags = CS_QUIET,
      .heading = N_("Flags"),
      .choices = kit_flags,
      .also = "标记" },
    { .name = "building", .flags = CS_QUIET, .heading = N_("Building"), .also = "楼栋" },
    { .name = "room",
      .flags = CS_QUIET,
      .heading = N_("Room"),
      .also = "房号|房产全称",
      .alone = "房产全称",
      .beside = "building" },
};
KIT const struct cs_record kit_record = CS_RECORD("case", "case", kit_fields);

enum kit_field {
    KIT_ID,
    KIT_NUMBER,
    KIT_CUSTOMER,
    KIT_PHONE,
    KIT_PRIORITY,
    KIT_OPENED,
    KIT_DUE,
    KIT_COST,
    KIT_SCORE,
    KIT_SHARE,
    KIT_DONE,
    KIT_TEXT,
    KIT_AGE,
    KIT_EXTRA,
    KIT_FLAGS,
    KIT_BUILDING,
    KIT_ROOM,
};

KIT const struct cs_zone *kit_zone(void)
{
    const struct cs_zone *zone = NULL;
    struct cs_error err = CS_ERROR_INIT;
    if (cs_zone_find("Asia/Shanghai", &zone, &err))
        abort();
    return zone;
}

/* What a file in memory holds so far; the caller frees it. */
KIT char *kit_slurp(int fd)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    char bytes[4096];
    ssize_t got;
    for (off_t at = 0; (got = pread(fd, bytes, sizeof bytes, at)) > 0; at += got)
        cs_buffer_add(&text, bytes, (size_t)got);
    return cs_buffer_detach(&text);
}

#endif
