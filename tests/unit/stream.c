/* Streams: the window that slides and grows, decoding at its edges, what stands for a bad byte. */
#include "io/stream.h"
#include "io-kit.h"

/* Reads a stream to its end, taking `step` bytes at a time. The caller frees the text. */
static char *drain(struct cs_stream *stream, size_t step)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    struct cs_error err = CS_ERROR_INIT;
    enum cs_status status = CS_OK;
    while (status == CS_OK) {
        while (stream->end > stream->start) {
            size_t some = stream->end - stream->start < step ? stream->end - stream->start : step;
            cs_buffer_add(&text, stream->window + stream->start, some);
            stream->start += some;
        }
        status = cs_stream_more(stream, &err);
    }
    CHECK_INT(status, CS_NONE);
    CHECK(stream->ended);
    return cs_buffer_detach(&text);
}

/* All of some bytes as a stream decodes them. */
static char *decode(const char *bytes, size_t length, const char *encoding)
{
    struct cs_stream stream;
    struct cs_error err = CS_ERROR_INIT;
    cs_stream_init(&stream, kit_file(bytes, length), "in");
    CHECK_INT(cs_encoding_open(&stream, encoding, NULL, &err), CS_OK);
    char *text = drain(&stream, 7);
    cs_stream_release(&stream);
    return text;
}

static void check_decoded(const char *bytes, size_t length, const char *encoding, const char *want)
{
    char *got = decode(bytes, length, encoding);
    CHECK_TEXT(got, want);
    free(got);
}

#define CHECK_DECODED(bytes, encoding, want) check_decoded(bytes, sizeof(bytes) - 1, encoding, want)

CS_TEST(plain, "UTF-8 passes unchanged, empty input too")
{
    CHECK_DECODED("", NULL, "");
    CHECK_DECODED("abc", NULL, "abc");
    CHECK_DECODED("漏水\n", "utf-8", "漏水\n");
    CHECK_DECODED("\xEF\xBB\xBF漏", "UTF8", "漏");
}

CS_TEST(encodings, "the encodings of the trade are decoded")
{
    CHECK_DECODED("\xC2\xA9\xCB\xAE", "gb18030", "漏水");
    CHECK_DECODED("\xC2\xA9\xCB\xAE", "gbk", "漏水");
    CHECK_DECODED("\xC2\xA9\xCB\xAE", "GB2312", "漏水");
    CHECK_DECODED("\x81\x30\x81\x30", "gb18030", "\xC2\x80");
    CHECK_DECODED("\x84\x31\x95\x33"
                  "a",
                  "gb18030", "a"); /* its own mark */
    CHECK_DECODED("\xA4\xA4\xA4\xE5", "big5", "中文");
    CHECK_DECODED("caf\xE9", "iso-8859-1", "café");
    CHECK_DECODED("\xFF\xFE"
                  "a\0\x0F\x6F",
                  "auto", "a漏");
    CHECK_DECODED("\xFE\xFF\0a\x6F\x0F", "auto", "a漏");
    CHECK_DECODED("\xFF\xFE"
                  "\x3D\xD8\0\xDE",
                  "auto", "😀");
}

CS_TEST(bad_bytes, "what cannot be decoded becomes a byte that no UTF-8 holds")
{
    CHECK_DECODED("a\xFF"
                  "b",
                  "gb18030",
                  "a\xFF"
                  "b");
    CHECK_DECODED("a\xC2", "gb18030", "a\xFF");
    CHECK_DECODED("\xFF\xFE"
                  "\x00\xD8"
                  "a\0",
                  "auto",
                  "\xFF"
                  "a");
    CHECK_DECODED("\xFF\xFE"
                  "a\0b",
                  "auto", "a\xFF");
    CHECK_DECODED("a\x80"
                  "b",
                  "us-ascii",
                  "a\xFF"
                  "b");
}

CS_TEST(growing, "text that is not taken is kept, and the window grows for it")
{
    struct cs_stream stream;
    struct cs_error err = CS_ERROR_INIT;
    size_t length = 3 * CS_STREAM_WINDOW + 123;
    char *bytes = malloc(length);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)('a' + i % 26);
    cs_stream_init(&stream, kit_file(bytes, length), "in");
    CHECK_INT(stream.total, length);
    while (cs_stream_more(&stream, &err) == CS_OK)
        ;
    CHECK_INT(stream.end - stream.start, length);
    CHECK(memcmp(stream.window + stream.start, bytes, length) == 0);
    CHECK_INT(stream.read_bytes, length);
    cs_stream_release(&stream);
    free(bytes);
}

CS_TEST(sliding, "text that is taken gives its room back")
{
    struct cs_stream stream;
    struct cs_error err = CS_ERROR_INIT;
    size_t length = 20 * CS_STREAM_WINDOW;
    char *bytes = calloc(1, length);
    cs_stream_init(&stream, kit_file(bytes, length), "in");
    size_t taken = 0;
    while (cs_stream_more(&stream, &err) == CS_OK) {
        taken += stream.end - stream.start;
        stream.start = stream.end;
    }
    CHECK_INT(taken, length);
    CHECK_INT(stream.size, CS_STREAM_WINDOW);
    cs_stream_release(&stream);
    free(bytes);
}

CS_TEST(edges, "characters cut by the end of a read are put together again")
{
    struct cs_buffer bytes = CS_BUFFER_INIT;
    for (int i = 0; i < 200001; i++) /* an odd beginning, so that pairs fall across every border */
        cs_buffer_text(&bytes, i ? "\xC2\xA9" : "a");
    char *got = decode(bytes.text, bytes.length, "gb18030");
    CHECK_INT(strlen(got), 1 + 200000 * 3);
    CHECK_INT(cs_utf8_check(got, strlen(got)), strlen(got));
    free(got);
    cs_buffer_release(&bytes);
}

/* Notes a text and says whether it could be GB18030 as well. */
static bool suspect(const char *text)
{
    struct cs_encoding_watch watch = { .on = true };
    cs_encoding_note(&watch, text, strlen(text));
    return cs_encoding_suspect(&watch);
}

CS_TEST(suspicion,
        "only letters that are all common hanzi, and stand where no European letter would, are suspect")
{
    static const char *const suspects[] = { "\xCD\xA8\xCD\xA8", "\xD0\xA1", "1,\xCD\xA8,2",
                                            "\xC4\xB1\xC1\xA8" };
    static const char *const clear[] = { "",       "plain", "café",       "Zoë",  "naïve", "Привет",
                                         "Ελλάδα", "中文",  "\xCD\xA8中", "à la", "ß" };
    CHECK(suspect(suspects[0]) && suspect(suspects[1]) && suspect(suspects[2]));
    for (size_t i = 0; i < sizeof clear / sizeof *clear; i++)
        CHECK_THAT(!suspect(clear[i]), "%s", clear[i]);
    struct cs_encoding_watch off = { 0 };
    cs_encoding_note(&off, suspects[0], 4);
    CHECK(!cs_encoding_suspect(&off));
}

CS_TEST(proof, "one character of three bytes proves UTF-8 for good")
{
    struct cs_encoding_watch watch = { .on = true };
    cs_encoding_note(&watch, "\xCD\xA8", 2);
    CHECK(cs_encoding_suspect(&watch));
    cs_encoding_note(&watch, "中", 3);
    CHECK(!cs_encoding_suspect(&watch) && !watch.on);
    cs_encoding_note(&watch, "\xCD\xA8", 2);
    CHECK(!cs_encoding_suspect(&watch));
}

CS_TEST(closed, "a descriptor that cannot be read fails in words, under the name for people")
{
    struct cs_stream stream;
    struct cs_error err = CS_ERROR_INIT;
    int fd = kit_file("x", 1);
    cs_stream_init(&stream, fd, "-");
    close(fd);
    CHECK_INT(cs_stream_more(&stream, &err), CS_FAILED);
    CHECK_TEXT(err.text, "standard input: Bad file descriptor");
    stream.fd = -1;
    cs_stream_release(&stream);
}
