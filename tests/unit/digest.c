/* Digests of files and texts against the published vectors of SHA-256 (FIPS 180-2, appendix B). */
#include "io/digest.h"
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define EMPTY   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ABC     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define TWO     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
#define MILLION "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

static char folder[] = "/tmp/cs-digest-XXXXXX";
static char path[64];

static void write_file(const char *piece, size_t length, int times)
{
    if (!path[0]) {
        CHECK(mkdtemp(folder) != NULL);
        snprintf(path, sizeof path, "%s/file", folder);
    }
    FILE *file = fopen(path, "w");
    CHECK(file != NULL);
    for (int i = 0; i < times; i++)
        CHECK_INT(fwrite(piece, 1, length, file), length);
    fclose(file);
}

__attribute__((destructor)) static void tidy(void)
{
    if (path[0]) {
        unlink(path);
        rmdir(folder);
    }
}

static const char *of_text(const char *text)
{
    static char hex[CS_DIGEST_SIZE];
    cs_digest_text(text, strlen(text), hex);
    return hex;
}

CS_TEST(texts, "texts of the standard have the digests of the standard")
{
    CHECK_TEXT(of_text(""), EMPTY);
    CHECK_TEXT(of_text("abc"), ABC);
    CHECK_TEXT(of_text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), TWO);
}

CS_TEST(files, "a file has the digest of its bytes, however long it is, and its size is told")
{
    struct cs_error err = CS_ERROR_INIT;
    char hex[CS_DIGEST_SIZE];
    int64_t size = -1;
    write_file("", 0, 1);
    CHECK_INT(cs_digest_file(path, hex, &size, &err), CS_OK);
    CHECK_TEXT(hex, EMPTY);
    CHECK_INT(size, 0);
    write_file("abc", 3, 1);
    CHECK_INT(cs_digest_file(path, hex, &size, &err), CS_OK);
    CHECK_TEXT(hex, ABC);
    CHECK_INT(size, 3);
    write_file("aaaaaaaaaaaaaaaaaaaa", 20, 50000); /* sixteen pieces of 65,536 bytes, the last one cut */
    CHECK_INT(cs_digest_file(path, hex, &size, &err), CS_OK);
    CHECK_TEXT(hex, MILLION);
    CHECK_INT(size, 1000000);
    CHECK_TEXT(err.text, "");
}

CS_TEST(no_files, "what is not there and what is no plain file is told apart, and nothing hangs")
{
    struct cs_error err = CS_ERROR_INIT;
    char hex[CS_DIGEST_SIZE], pipe[80];
    int64_t size;
    write_file("x", 1, 1);
    CHECK_INT(cs_digest_file("/tmp/cs-digest-nothing/there", hex, &size, &err), CS_NONE);
    CHECK(strstr(err.text, "/tmp/cs-digest-nothing/there: "));
    CHECK_TEXT(hex, "");
    cs_error_clear(&err);
    char below[80];
    snprintf(below, sizeof below, "%s/below", path); /* below a plain file is nothing */
    CHECK_INT(cs_digest_file(below, hex, &size, &err), CS_NONE);
    cs_error_clear(&err);
    CHECK_INT(cs_digest_file(folder, hex, &size, &err), CS_FAILED);
    CHECK(strstr(err.text, "is no plain file"));
    cs_error_clear(&err);
    snprintf(pipe, sizeof pipe, "%s/pipe", folder);
    CHECK_INT(mkfifo(pipe, 0600), 0);
    CHECK_INT(cs_digest_file(pipe, hex, &size, &err), CS_FAILED); /* nobody writes into it: no waiting */
    CHECK(strstr(err.text, "is no plain file"));
    unlink(pipe);
}
