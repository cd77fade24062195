/* SHA-256 over files and texts. */
#include "io/digest.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sha256.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_hex(const uint8_t digest[SHA256_DIGEST_LENGTH], char hex[CS_DIGEST_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < SHA256_DIGEST_LENGTH; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[2 * SHA256_DIGEST_LENGTH] = '\0';
}

void cs_digest_text(const char *text, size_t length, char hex[CS_DIGEST_SIZE])
{
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA2_CTX context;
    SHA256Init(&context);
    SHA256Update(&context, (const uint8_t *)text, length);
    SHA256Final(digest, &context);
    write_hex(digest, hex);
}

static enum cs_status read_all(int fd, SHA2_CTX *context, int64_t *size)
{
    enum { PIECE = 65536 };
    uint8_t piece[PIECE];
    ssize_t got;
    *size = 0;
    while ((got = read(fd, piece, sizeof piece)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return CS_FAILED;
        SHA256Update(context, piece, (size_t)got);
        *size += got;
    }
    return CS_OK;
}

enum cs_status cs_digest_file(const char *path, char hex[CS_DIGEST_SIZE], int64_t *size, struct cs_error *err)
{
    uint8_t digest[SHA256_DIGEST_LENGTH];
    SHA2_CTX context;
    struct stat about;
    hex[0] = '\0';
    /* a pipe or a device without a writer would never answer */
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        int number = errno;
        (void)cs_error_errno(err, number, "%s", path);
        return number == ENOENT || number == ENOTDIR ? CS_NONE : CS_FAILED;
    }
    enum cs_status status = CS_OK;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
        status = cs_error_set(err, CS_FAILED, _("%s is no plain file"), path);
    SHA256Init(&context);
    if (status == CS_OK && (status = read_all(fd, &context, size)) != CS_OK)
        cs_error_errno(err, errno, "%s", path);
    SHA256Final(digest, &context);
    if (status == CS_OK)
        write_hex(digest, hex);
    close(fd);
    return status;
}
