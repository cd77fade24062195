/* A folder of files as bytes: laid, read back, compared. */
#include "torture.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void die(const char *what)
{
    fprintf(stderr, "torture: %s: %s\n", what, strerror(errno));
    exit(125);
}

char *read_text(const char *path, size_t *size)
{
    int handle = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about = { .st_size = 0 };
    if (handle >= 0 && fstat(handle, &about) != 0)
        die(path);
    char *text = malloc((size_t)about.st_size + 1);
    size_t length = 0;
    ssize_t got;
    while (handle >= 0 && length < (size_t)about.st_size &&
           (got = read(handle, text + length, (size_t)about.st_size - length)) > 0)
        length += (size_t)got;
    if (handle >= 0)
        close(handle);
    text[length] = '\0';
    if (size)
        *size = length;
    return text;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct file *)left)->name, ((const struct file *)right)->name);
}

struct file *folder_add(struct folder *folder, const char *name, const void *bytes, size_t size)
{
    folder->files = realloc(folder->files, (folder->count + 1) * sizeof *folder->files);
    struct file *file = &folder->files[folder->count++];
    *file = (struct file){ .bytes = malloc(size + 1), .size = size };
    snprintf(file->name, sizeof file->name, "%s", name);
    if (size > 0)
        memcpy(file->bytes, bytes, size);
    return file;
}

void folder_sort(struct folder *folder)
{
    if (folder->count > 0)
        qsort(folder->files, folder->count, sizeof *folder->files, by_name);
}

void folder_read(const char *path, struct folder *folder)
{
    char name[1024];
    DIR *handle = opendir(path);
    *folder = (struct folder){ 0 };
    if (!handle)
        die(path);
    for (struct dirent *entry; (entry = readdir(handle));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        size_t size;
        char *bytes = read_text(name, &size);
        folder_add(folder, entry->d_name, bytes, size);
        free(bytes);
    }
    closedir(handle);
    folder_sort(folder);
}

static void empty(const char *path)
{
    char name[1024];
    DIR *handle = opendir(path);
    if (!handle) {
        if (mkdir(path, 0700) != 0)
            die(path);
        return;
    }
    for (struct dirent *entry; (entry = readdir(handle));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (unlink(name) != 0 && rmdir(name) != 0)
            die(name);
    }
    closedir(handle);
}

void folder_write(const char *path, const struct folder *folder)
{
    char name[1024];
    empty(path);
    for (size_t i = 0; i < folder->count; i++) {
        const struct file *file = &folder->files[i];
        snprintf(name, sizeof name, "%s/%s", path, file->name);
        int handle = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (handle < 0 || write(handle, file->bytes, file->size) != (ssize_t)file->size || close(handle) != 0)
            die(name);
    }
}

void folder_free(struct folder *folder)
{
    for (size_t i = 0; i < folder->count; i++)
        free(folder->files[i].bytes);
    free(folder->files);
    *folder = (struct folder){ 0 };
}

static bool is_scrap(const struct file *file)
{
    size_t length = strlen(file->name);
    return (length > 4 && strcmp(file->name + length - 4, "-shm") == 0) ||
           (length > 5 && strcmp(file->name + length - 5, "-lock") == 0) ||
           (length > 4 && strcmp(file->name + length - 4, "-wal") == 0 && file->size == 0);
}

bool folder_same(const struct folder *left, const struct folder *right)
{
    size_t i = 0, j = 0;
    for (;;) {
        while (i < left->count && is_scrap(&left->files[i]))
            i++;
        while (j < right->count && is_scrap(&right->files[j]))
            j++;
        if (i == left->count || j == right->count)
            return i == left->count && j == right->count;
        const struct file *one = &left->files[i++], *other = &right->files[j++];
        if (one->size != other->size || strcmp(one->name, other->name) != 0 ||
            memcmp(one->bytes, other->bytes, one->size) != 0)
            return false;
    }
}
