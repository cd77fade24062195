/*
 * suppress.c: keyed hashes of people who were erased.
 *
 * They lie in STORE.forgotten, a file of mode 0600: a store that is copied or leaks does not carry the key
 * that would open them, and a store that is restored from an old backup still knows whom not to take in. The
 * first line is the key, each further line a hash. The one file that a domain room keeps.
 */
#include "customer/customer-inside.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sha256.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_SIZE = 32, HEX_SIZE = 2 * SHA256_DIGEST_LENGTH + 1 };

struct cs_suppressed {
    char *path;
    bool keyed, first_read; /* a key is there; its line was passed */
    unsigned char key[KEY_SIZE];
    char (*hashes)[HEX_SIZE]; /* sorted */
    size_t count, capacity, saved;
};

/* ---- hashes ---- */

static void hmac(const unsigned char key[KEY_SIZE], const char *text, size_t length, char hex[HEX_SIZE])
{
    unsigned char pad[SHA256_BLOCK_LENGTH], digest[SHA256_DIGEST_LENGTH];
    SHA2_CTX context;
    for (size_t i = 0; i < sizeof pad; i++)
        pad[i] = (i < KEY_SIZE ? key[i] : 0) ^ 0x36;
    SHA256Init(&context);
    SHA256Update(&context, pad, sizeof pad);
    SHA256Update(&context, (const uint8_t *)text, length);
    SHA256Final(digest, &context);
    for (size_t i = 0; i < sizeof pad; i++)
        pad[i] ^= 0x36 ^ 0x5c;
    SHA256Init(&context);
    SHA256Update(&context, pad, sizeof pad);
    SHA256Update(&context, digest, sizeof digest);
    SHA256Final(digest, &context);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

/* A phone counts by its digits without the country code, whatever stands between them. */
void cs_phone_digits(struct cs_buffer *out, const char *text)
{
    size_t start = out->length;
    for (; *text; text++)
        if (isdigit((unsigned char)*text))
            cs_buffer_char(out, *text);
    const char *digits = out->text + start;
    size_t length = out->length - start, cut = 0;
    if (length == 15 && strncmp(digits, "0086", 4) == 0)
        cut = 4;
    else if (length == 13 && strncmp(digits, "86", 2) == 0)
        cut = 2;
    memmove(out->text + start, digits + cut, length - cut);
    cs_buffer_cut(out, out->length - cut);
}

static void hash(const struct cs_suppressed *list, char sort, const char *first, const char *second,
                 char hex[HEX_SIZE])
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_printf(&text, "%c:", sort);
    if (sort == 'p')
        cs_phone_digits(&text, first);
    else if (sort != 'x') /* the case of letters is none in a mail address or an identity number */
        for (; *first; first++)
            cs_buffer_char(&text, (char)tolower((unsigned char)*first));
    else
        cs_buffer_printf(&text, "%zu:%s:%s", strlen(first), first, second ? second : "");
    hmac(list->key, text.text, text.length, hex);
    cs_buffer_release(&text);
}

static int by_text(const void *left, const void *right)
{
    return strcmp(left, right);
}

static bool holds(const struct cs_suppressed *list, const char *hex)
{
    return list->count && bsearch(hex, list->hashes, list->count, sizeof *list->hashes, by_text);
}

bool cs_suppressed_any(const struct cs_suppressed *list)
{
    return list->count > 0;
}

bool cs_suppressed_has(const struct cs_suppressed *list, char sort, const char *first, const char *second)
{
    char hex[HEX_SIZE];
    if (!list || list->count == 0 || !first[0])
        return false;
    hash(list, sort, first, second, hex);
    return holds(list, hex);
}

/* ---- the file ---- */

static void keep(struct cs_suppressed *list, const char *hex)
{
    list->hashes = cs_grow(list->hashes, &list->capacity, list->count + 1, sizeof *list->hashes);
    memcpy(list->hashes[list->count++], hex, HEX_SIZE);
}

static int digit(char byte)
{
    const char *found = byte ? strchr("0123456789abcdef", byte) : NULL;
    return found ? (int)(found - "0123456789abcdef") : -1;
}

static bool read_key(struct cs_suppressed *list, const char *line)
{
    for (size_t i = 0; i < KEY_SIZE; i++) {
        int high = digit(line[2 * i]), low = high < 0 ? -1 : digit(line[2 * i + 1]);
        if (low < 0)
            return false;
        list->key[i] = (unsigned char)(high * 16 + low);
    }
    list->keyed = line[(size_t)2 * KEY_SIZE] == '\0';
    return list->keyed;
}

static enum cs_status read_lines(struct cs_suppressed *list, char *text, struct cs_error *err)
{
    char *line;
    while ((line = strsep(&text, "\n")) && line[0]) {
        if (!list->keyed && !read_key(list, line))
            return cs_error_set(err, CS_FAILED, _("%s is damaged: its first line is no key"), list->path);
        if (strlen(line) == HEX_SIZE - 1 && list->first_read)
            keep(list, line);
        list->first_read = true;
    }
    qsort(list->hashes, list->count, sizeof *list->hashes, by_text);
    list->saved = list->count;
    return CS_OK;
}

static enum cs_status read_file(struct cs_suppressed *list, int fd, struct cs_error *err)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    char piece[4096];
    ssize_t got;
    do {
        got = read(fd, piece, sizeof piece);
        if (got > 0)
            cs_buffer_add(&text, piece, (size_t)got);
    } while (got > 0 || (got < 0 && errno == EINTR));
    enum cs_status status = got < 0 ? cs_error_errno(err, errno, "%s", list->path) : CS_OK;
    if (status == CS_OK && text.length)
        status = read_lines(list, text.text, err);
    cs_buffer_release(&text);
    return status;
}

enum cs_status cs_suppressed_open(const char *store, struct cs_suppressed **list, struct cs_error *err)
{
    struct cs_buffer path = CS_BUFFER_INIT;
    struct stat about;
    enum cs_status status = CS_OK;
    struct cs_suppressed *made = cs_alloc(sizeof *made);
    char *real = realpath(store, NULL); /* one list, by whichever link the store is reached */
    cs_buffer_printf(&path, "%s.forgotten", real ? real : store);
    free(real);
    made->path = cs_buffer_detach(&path);
    *list = made;
    int fd = open(made->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? CS_OK : cs_error_errno(err, errno, "%s", made->path);
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        close(fd);
        return cs_error_set(err, CS_FAILED, _("%s is no ordinary file"), made->path);
    }
    status = read_file(made, fd, err);
    close(fd);
    return status;
}

void cs_suppressed_close(struct cs_suppressed *list)
{
    if (!list)
        return;
    free(list->path);
    free(list->hashes);
    free(list);
}

enum cs_status cs_suppressed_add(struct cs_suppressed *list, char sort, const char *first, const char *second,
                                 struct cs_error *err)
{
    char hex[HEX_SIZE];
    if (!first[0])
        return CS_OK;
    if (!list->keyed && getrandom(list->key, sizeof list->key, 0) != sizeof list->key)
        return cs_error_set(err, CS_FAILED, _("the system gave no random numbers"));
    list->keyed = true;
    hash(list, sort, first, second, hex);
    if (holds(list, hex))
        return CS_OK;
    keep(list, hex);
    qsort(list->hashes, list->count, sizeof *list->hashes, by_text);
    return CS_OK;
}

static bool write_file(const struct cs_suppressed *list, int fd)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    for (size_t i = 0; i < KEY_SIZE; i++)
        cs_buffer_printf(&text, "%02x", list->key[i]);
    for (size_t i = 0; i < list->count; i++)
        cs_buffer_printf(&text, "\n%s", list->hashes[i]);
    cs_buffer_char(&text, '\n');
    size_t done = 0;
    ssize_t put = 0;
    while (done < text.length && put >= 0) {
        put = write(fd, text.text + done, text.length - done);
        done += put > 0 ? (size_t)put : 0;
    }
    bool fine = done == text.length && fsync(fd) == 0;
    cs_buffer_release(&text);
    return close(fd) == 0 && fine;
}

/* The new name is on the disk, too, before the person is gone from the store. */
static bool sync_folder(const char *path)
{
    char *copy = cs_strdup(path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool fine = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL); /* some network file systems cannot */
    if (fd >= 0)
        close(fd);
    free(copy);
    return fine;
}

/* Whole under another name first, so that a crash leaves the old list or the new one. */
enum cs_status cs_suppressed_save(struct cs_suppressed *list, struct cs_error *err)
{
    if (list->saved == list->count)
        return CS_OK;
    struct cs_buffer path = CS_BUFFER_INIT;
    cs_buffer_printf(&path, "%s.XXXXXX", list->path);
    int fd = mkostemp(path.text, O_CLOEXEC); /* 0600 */
    enum cs_status status = CS_OK;
    if (fd < 0)
        status = cs_error_errno(err, errno, "%s", list->path);
    else if (!write_file(list, fd) || rename(path.text, list->path) != 0 || !sync_folder(list->path)) {
        status = cs_error_errno(err, errno, "%s", list->path);
        unlink(path.text);
    } else {
        list->saved = list->count;
    }
    cs_buffer_release(&path);
    return status;
}
