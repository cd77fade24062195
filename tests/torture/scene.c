/* A scene: what a command begins with, how it is called, and what it does when nothing fails. */
#include "torture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void bench_open(struct bench *bench, const char *path, const char *build)
{
    *bench = (struct bench){ .path = path, .build = build };
    snprintf(bench->trial, sizeof bench->trial, "%s/trial", path);
    umount(bench->trial); /* of one that was killed */
    if ((mkdir(path, 0700) != 0 && errno != EEXIST) || (mkdir(bench->trial, 0700) != 0 && errno != EEXIST))
        die(path);
}

void bench_close(struct bench *bench)
{
    static const char *const names[] = { "trial", "look", "said", "out", "met" };
    char path[600];
    if (bench->mounted)
        umount(bench->trial);
    bench->mounted = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", bench->path, names[i]);
        if (i < 2 && access(path, F_OK) == 0)
            folder_write(path, &(struct folder){ 0 });
        if (remove(path) != 0 && errno != ENOENT)
            die(path);
    }
    rmdir(bench->path);
}

void scene_load(struct scene *scene, const char *folder, const char *name)
{
    char path[1024];
    size_t count = 0;
    *scene = (struct scene){ .status = 0 };
    snprintf(scene->name, sizeof scene->name, "%s", name);
    snprintf(path, sizeof path, "%s/%s/traits", folder, name);
    char *traits = read_text(path, NULL);
    scene->batches = strstr(traits, "batches");
    scene->beside = strstr(traits, "beside");
    scene->lone = strstr(traits, "lone");
    scene->tries = strstr(traits, "tries");
    scene->extra = strstr(traits, "extra");
    scene->large = strstr(traits, "large");
    free(traits);
    snprintf(path, sizeof path, "%s/%s/command", folder, name);
    char *line = read_text(path, NULL); /* lives as long as the scene */
    for (char *word = strtok(line, " \n"); word && count + 1 < WORDS; word = strtok(NULL, " \n"))
        scene->words[count++] = word;
    if (count == 0)
        die(path);
    snprintf(path, sizeof path, "%s/%s/start", folder, name);
    folder_read(path, &scene->start);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void look(struct bench *bench, char text[LOOK], const char *which)
{
    struct folder left;
    folder_read(bench->trial, &left);
    const char *wrong = look_at(bench, &left, false, text);
    folder_free(&left);
    if (wrong) {
        fprintf(stderr, "torture: without a fault, %s: %s\n%s", which, wrong, text);
        exit(125);
    }
}

void scene_learn(struct scene *scene, struct bench *bench)
{
    const struct trace plain = { .limit = -1 };
    struct ending ending;
    folder_write(bench->trial, &scene->start);
    look(bench, scene->before, "before");
    double from = seconds();
    trace_run(scene, bench, &plain, &ending);
    scene->span = seconds() - from;
    if (ending.status != 0 && ending.status != 3) {
        fprintf(stderr, "torture: %s fails without a fault: %s", scene->name, ending.said);
        exit(125);
    }
    scene->status = ending.status;
    scene->out = ending.out;
    ending_free(&ending);
    look(bench, scene->after, "after");
    trace_run(scene, bench, &plain, &ending);
    scene->again_status = ending.status;
    ending_free(&ending);
    look(bench, scene->again, "after two");
}
