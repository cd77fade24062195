/* Status and diagnostics: the first cause wins, sentences stay whole, and each thing said is counted. */
#include "base/diag.h"
#include "base/status.h"
#include "base/text.h"
#include "unit.h"

#include <errno.h>

enum { ROOM = sizeof((struct cs_error *)0)->text };

static char giant[5 * ROOM];

/* `count` times a text, behind one ASCII letter for each of `shift`. */
static const char *long_text(const char *piece, size_t shift, size_t count)
{
    giant[0] = '\0';
    for (size_t i = 0; i < shift; i++)
        strcat(giant, "a");
    for (size_t i = 0; i < count; i++)
        strcat(giant, piece);
    return giant;
}

static bool is_whole(const char *text)
{
    return cs_utf8_check(text, strlen(text)) == strlen(text);
}

/* ------------------------------------------------------------------ the error object */

CS_TEST(fills, "an error is filled with a status and a sentence, and the status comes back")
{
    struct cs_error err = CS_ERROR_INIT;
    CHECK_INT(err.status, CS_OK);
    CHECK_TEXT(err.text, "");
    CHECK_INT(cs_error_set(&err, CS_REFUSED, "%s: %d is above %d", "score", 7, 5), CS_REFUSED);
    CHECK_INT(err.status, CS_REFUSED);
    CHECK_TEXT(err.text, "score: 7 is above 5");
}

CS_TEST(first_cause,
        "what comes later neither covers the text nor the status, and still answers its own status")
{
    struct cs_error err = CS_ERROR_INIT;
    cs_error_set(&err, CS_REFUSED, "the cause");
    CHECK_INT(cs_error_set(&err, CS_FAILED, "a consequence"), CS_FAILED);
    CHECK_INT(cs_error_errno(&err, ENOENT, "another"), CS_FAILED);
    CHECK_TEXT(err.text, "the cause");
    CHECK_INT(err.status, CS_REFUSED);
}

CS_TEST(no_object, "without an error object each function still answers")
{
    CHECK_INT(cs_error_set(NULL, CS_BUSY, "%s", "text"), CS_BUSY);
    CHECK_INT(cs_error_errno(NULL, EIO, "%s", "text"), CS_FAILED);
    cs_error_prefix(NULL, "a");
    cs_error_clear(NULL);
}

CS_TEST(numbers, "the reason behind a number is told after the sentence; the status is failed")
{
    static const struct {
        int number;
        const char *want;
    } cases[] = {
        { ENOENT, "in.csv: No such file or directory" }, { ENOSPC, "in.csv: No space left on device" },
        { EACCES, "in.csv: Permission denied" },         { EPIPE, "in.csv: Broken pipe" },
        { EMFILE, "in.csv: Too many open files" },       { 0, "in.csv: Success" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cs_error err = CS_ERROR_INIT;
        CHECK_INT(cs_error_errno(&err, cases[i].number, "%s", "in.csv"), CS_FAILED);
        CHECK_TEXT(err.text, cases[i].want);
        CHECK_INT(err.status, CS_FAILED);
    }
}

CS_TEST(prefixed, "prefixes stand before the text, the last one outermost, and leave the status alone")
{
    struct cs_error err = CS_ERROR_INIT;
    cs_error_set(&err, CS_REFUSED, "is missing");
    cs_error_prefix(&err, "%s", "name");
    cs_error_prefix(&err, "%s:%d", "a.map", 12);
    CHECK_TEXT(err.text, "a.map:12: name: is missing");
    CHECK_INT(err.status, CS_REFUSED);
}

CS_TEST(own_text, "a prefix may be made of the text itself without harm to it")
{
    struct cs_error err = CS_ERROR_INIT;
    cs_error_set(&err, CS_FAILED, "100%% of %%n");
    cs_error_prefix(&err, "%s", "%s%n");
    CHECK_TEXT(err.text, "%s%n: 100% of %n");
}

CS_TEST(cleared, "a cleared error takes a new cause")
{
    struct cs_error err = CS_ERROR_INIT;
    cs_error_set(&err, CS_FAILED, "one");
    cs_error_clear(&err);
    CHECK_INT(err.status, CS_OK);
    CHECK_TEXT(err.text, "");
    cs_error_set(&err, CS_MISUSED, "two");
    CHECK_TEXT(err.text, "two");
    CHECK_INT(err.status, CS_MISUSED);
}

CS_TEST(full, "a sentence that just fits is whole, a longer one is cut")
{
    for (size_t length = ROOM - 3; length < ROOM + 3; length++) {
        struct cs_error err = CS_ERROR_INIT;
        cs_error_set(&err, CS_FAILED, "%s", long_text("", length, 0));
        CHECK_INT(strlen(err.text), length < ROOM ? length : ROOM - 1);
        CHECK(strspn(err.text, "a") == strlen(err.text));
    }
}

CS_TEST(whole_characters, "a cut falls between characters, wherever they lie, and takes no more than it must")
{
    static const char *const pieces[] = { "\xC3\xA9", "\xE4\xB8\xAD", "\xF0\x9F\x98\x80" };
    for (size_t i = 0; i < 3; i++)
        for (size_t shift = 0; shift < 5; shift++) {
            struct cs_error err = CS_ERROR_INIT;
            size_t bytes = strlen(pieces[i]);
            cs_error_set(&err, CS_FAILED, "%s", long_text(pieces[i], shift, ROOM / 2));
            CHECK_THAT(is_whole(err.text), "%zu bytes behind %zu: cut through", bytes, shift);
            CHECK_INT(strlen(err.text), shift + (ROOM - 1 - shift) / bytes * bytes);
        }
}

CS_TEST(long_prefix, "the same behind prefixes, long or short")
{
    for (size_t shift = 0; shift < 8; shift++) {
        struct cs_error err = CS_ERROR_INIT;
        cs_error_set(&err, CS_FAILED, "%s", long_text("\xE4\xB8\xAD", 0, ROOM));
        cs_error_prefix(&err, "%.*s", (int)shift, "abcdefgh");
        CHECK(is_whole(err.text));
        CHECK(strlen(err.text) > ROOM - 5);
        CHECK(strncmp(err.text, "abcdefgh", shift) == 0 && strncmp(err.text + shift, ": 中", 5) == 0);
        cs_error_prefix(&err, "%s", long_text("\xE6\x96\x87", shift, ROOM));
        CHECK(is_whole(err.text));
    }
}

CS_TEST(reason_kept, "a name of any length leaves room for the reason, with an ellipsis where it was cut")
{
    static const char reason[] = ": No space left on device";
    for (size_t length = 960; length < 1100; length++) {
        struct cs_error err = CS_ERROR_INIT;
        cs_error_errno(&err, ENOSPC, "%s", long_text("", length, 0));
        size_t got = strlen(err.text), tail = sizeof reason - 1;
        CHECK_THAT(got > tail && strcmp(err.text + got - tail, reason) == 0, "%zu: the reason is lost",
                   length);
        bool cut = strstr(err.text, "\xE2\x80\xA6") != NULL;
        CHECK_THAT(cut == (strspn(err.text, "a") < length), "%zu: cut without a mark, or marked uncut",
                   length);
        CHECK_THAT(got < ROOM && (!cut || got > ROOM - 8), "%zu: %zu of %d bytes", length, got, ROOM);
    }
    struct cs_error err = CS_ERROR_INIT;
    cs_error_errno(&err, ENOSPC, "%s", long_text("\xE4\xB8\xAD", 1, ROOM));
    CHECK(is_whole(err.text));
    CHECK(strstr(err.text, "中\xE2\x80\xA6: No space left on device") != NULL);
}

CS_TEST(statuses, "the first four statuses are the exit statuses that the manual promises")
{
    CHECK_INT(CS_OK, 0);
    CHECK_INT(CS_FAILED, 1);
    CHECK_INT(CS_MISUSED, 2);
    CHECK_INT(CS_REFUSED, 3);
    CHECK(CS_NONE > 3 && CS_EXISTS > 3 && CS_BUSY > 3);
}

/* ------------------------------------------------------------------ diagnostics */

struct heard {
    int times;
    enum cs_severity severity;
    const struct cs_place *place;
    char text[8192];
};

static void hear(void *context, enum cs_severity severity, const struct cs_place *place, const char *text)
{
    struct heard *heard = context;
    heard->times++;
    heard->severity = severity;
    heard->place = place;
    snprintf(heard->text, sizeof heard->text, "%s", text);
}

CS_TEST(handed_on, "severity, place and text reach the listener as they are")
{
    struct heard heard = { 0 };
    struct cs_diag diag = { .say = hear, .context = &heard };
    struct cs_place place = { .file = "a.csv", .line = 3, .column = 9 };
    cs_diag_say(&diag, CS_WARNING, &place, "%s is %d", "score", 9);
    CHECK_INT(heard.times, 1);
    CHECK_INT(heard.severity, CS_WARNING);
    CHECK(heard.place == &place);
    CHECK_TEXT(heard.text, "score is 9");
    cs_diag_say(&diag, CS_ERROR, NULL, "%%");
    CHECK(heard.place == NULL);
    CHECK_TEXT(heard.text, "%");
    cs_diag_say(&diag, CS_NOTICE, NULL, "%s", "");
    CHECK_TEXT(heard.text, "");
    CHECK_INT(heard.times, 3);
}

CS_TEST(counted, "each severity is counted for itself, before the listener hears of it")
{
    struct heard heard = { 0 };
    struct cs_diag diag = { .say = hear, .context = &heard };
    for (int i = 0; i < 60; i++)
        cs_diag_say(&diag, i % 6 == 0 ? CS_NOTICE : i % 3 == 0 ? CS_WARNING : CS_ERROR, NULL, "x");
    CHECK_INT(diag.notices, 10);
    CHECK_INT(diag.warnings, 10);
    CHECK_INT(diag.errors, 40);
    CHECK_INT(heard.times, 60);
}

CS_TEST(nobody, "without a listener's object nothing is said and nothing breaks")
{
    cs_diag_say(NULL, CS_ERROR, NULL, "%s", "dropped");
}

CS_TEST(unbounded, "a sentence longer than any buffer of the caller arrives whole")
{
    struct heard heard = { 0 };
    struct cs_diag diag = { .say = hear, .context = &heard };
    cs_diag_say(&diag, CS_NOTICE, NULL, "%s", long_text("\xE4\xB8\xAD", 0, ROOM - 1));
    CHECK_INT(strlen(heard.text), 3 * (ROOM - 1));
    CHECK(is_whole(heard.text));
}
