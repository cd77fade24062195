/*
 * usage: torture --scenes FOLDER --build FOLDER --work FOLDER [--fault NAME] [--command NAME] [--at N]
 * [--seed N]
 *                [--sample N] [--jobs N] [--by preload] [--count] [--markdown FILE]
 *
 * Walks over every place of every fault of every scene, prints a row for each pair, and ends with "N passed,
 * N failed". NAME is as in the table; "write:ENOSPC:lasting" is the fault from that place on. --at repeats
 * one place and tells about it. --sample looks at so many places of each, drawn by --seed. --count only
 * counts the calls.
 */
#include "torture.h"

#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Of the scenes that are extra each fifth allocation: there are a hundred thousand, and most are an engine's.
 */
enum { MOST_SCENES = 32, MOST_SHOWN = 5, MOST_AT = 200000, EXTRA_STEP = 5 };

static struct {
    const char *scenes, *build, *work, *fault, *command, *markdown;
    long at, sample, jobs;
    unsigned long seed;
    bool preload, count, lasting, traced;
} options = { .jobs = 2 };

struct tally {
    long places, failed;
};

static struct scene scenes[MOST_SCENES];
static size_t scene_count;
static struct tally table[MOST_SCENES][32];
static FILE *remarks;

/* ---- one place ---- */

static const char *full_name(const struct place *place)
{
    static char name[NAME];
    snprintf(name, sizeof name, "%s%s", place->fault->name, place->lasting ? ":lasting" : "");
    return name;
}

static void tell(const struct scene *scene, const struct place *place, const char *wrong)
{
    fprintf(remarks, "%s, %s, place %ld: %s\n    make torture FAULT=%s COMMAND=%s AT=%ld\n", scene->name,
            full_name(place), place->at, wrong, full_name(place), scene->name, place->at);
    fflush(remarks);
}

/* Looks at one place; false: the fault was not met, there is no such place. */
static bool look_at_place(const struct scene *scene, struct bench *bench, const struct place *place,
                          const struct tape *tape, struct tally *tally, bool *ended_there)
{
    struct ending ending = { 0 };
    const char *wrong;
    if (tape) {
        if (place->at > tape_places(tape))
            return false;
        wrong = power_try(scene, bench, tape, place->at);
    } else {
        fault_try(scene, bench, place, &ending);
        if (!ending.said)
            return false;
        wrong = judge(scene, bench, place, &ending);
        if (options.at)
            fprintf(stderr, "%s, %s, place %ld: status %d, signal %d, %s\n%s", scene->name, full_name(place),
                    place->at, ending.status, ending.signal, ending.met ? "met" : "not met", ending.said);
    }
    bool met = tape || ending.met;
    if ((met || wrong) && (tape || !is_unstarted(&ending))) {
        tally->places++;
        tally->failed += wrong != NULL;
        if (wrong && tally->failed <= MOST_SHOWN)
            tell(scene, place, wrong);
    }
    *ended_there = ending.said && strncmp(ending.said, "cs-tools: out of memory", 23) == 0;
    ending_free(&ending);
    return met;
}

/* ---- all places of a fault in a scene, by several workers ---- */

static uint64_t draw(uint64_t *random)
{
    *random = *random * 6364136223846793005u + 1442695040888963407u;
    return *random >> 33;
}

static long places_of(const struct scene *scene, struct bench *bench, const struct fault *fault,
                      const struct tape *tape)
{
    struct place place = { .fault = fault, .preload = options.preload };
    struct ending ending;
    if (fault->places)
        return fault->places;
    if (tape)
        return tape_places(tape);
    if (fault->way == WAY_DISK || fault->way == WAY_LIMIT)
        return 160; /* about as many pages as a store of the scenes has */
    fault_try(scene, bench, &place, &ending);
    ending_free(&ending);
    return ending.count;
}

/* A place once and from there on; the same thing where the program ended at that very allocation. */
static bool look_twice(const struct scene *scene, struct bench *bench, const struct fault *fault, long at,
                       const struct tape *tape, struct tally *tally)
{
    struct place place = { .fault = fault, .at = at, .preload = options.preload };
    bool same = false, met = false;
    if (!options.at || !options.lasting)
        met = look_at_place(scene, bench, &place, tape, tally, &same);
    place.lasting = true;
    if (!fault->once_only && !same && (!options.at || options.lasting))
        met |= look_at_place(scene, bench, &place, tape, tally, &same);
    return met;
}

static void walk(const struct scene *scene, struct bench *bench, const struct fault *fault, long worker,
                 struct tally *tally)
{
    struct tape *tape = fault->way == WAY_POWER ? tape_record(scene, bench) : NULL;
    uint64_t random =
        options.seed * 2862933555777941757u + (uint64_t)(fault - faults) * 7919 + (uint64_t)scene->name[0];
    long count = options.sample ? places_of(scene, bench, fault, tape) : 0;
    long step = options.jobs * (scene->extra && fault->way == WAY_MEMORY ? EXTRA_STEP : 1);
    if (options.at) {
        if (!look_twice(scene, bench, fault, options.at, tape, tally))
            fprintf(stderr, "there is no such place\n");
    } else if (options.sample) {
        for (long i = 0; i < options.sample && count > 0; i++)
            look_twice(scene, bench, fault, 1 + (long)(draw(&random) % (uint64_t)count), tape, tally);
    } else {
        for (long at = worker + 1; at < MOST_AT && (!fault->places || at <= fault->places); at += step)
            if (!look_twice(scene, bench, fault, at, tape, tally))
                break;
    }
    if (tape)
        tape_free(tape);
}

static void work(const struct scene *scene, const struct fault *fault, long worker, int out)
{
    char path[512];
    struct bench bench;
    struct tally tally = { 0 };
    setpgid(0, 0);
    snprintf(path, sizeof path, "%s/%ld", options.work, worker);
    bench_open(&bench, path, options.build);
    walk(scene, &bench, fault, worker, &tally);
    bench_close(&bench);
    if (write(out, &tally, sizeof tally) != (ssize_t)sizeof tally)
        _exit(1);
    _exit(0);
}

static void walk_together(const struct scene *scene, const struct fault *fault, struct tally *sum)
{
    int ends[2], status;
    long jobs = options.at || options.sample ? 1 : options.jobs;
    struct tally tally;
    if (pipe(ends) != 0)
        die("pipe");
    fflush(NULL);
    for (long i = 0; i < jobs; i++) {
        pid_t child = fork();
        if (child < 0)
            die("fork");
        if (child == 0)
            work(scene, fault, i, ends[1]);
    }
    close(ends[1]);
    while (read(ends[0], &tally, sizeof tally) == (ssize_t)sizeof tally) {
        sum->places += tally.places;
        sum->failed += tally.failed;
    }
    close(ends[0]);
    while (wait(&status) > 0)
        if (status != 0) {
            fprintf(remarks, "%s, %s: a worker ended with status %x\n", scene->name, fault->name, status);
            sum->places++;
            sum->failed++;
        }
}

/* ---- all ---- */

static bool is_asked(const struct scene *scene, const struct fault *fault)
{
    if (options.command && strcmp(options.command, scene->name) != 0)
        return false;
    if (options.fault)
        return strcmp(options.fault, fault->name) == 0;
    if (options.preload && !fault->preload)
        return false;
    if (scene->lone && fault->way == WAY_MEMORY) /* a hundred thousand, nearly all of them the schema's */
        return options.sample > 0;
    /* Of many rows: allocations and pages are those of few rows many times over. */
    if (scene->large && (fault->way == WAY_MEMORY || fault->way == WAY_LIMIT))
        return false;
    return true;
}

static bool needs_tracing(const struct fault *fault)
{
    return fault->way == WAY_POWER || fault->way == WAY_KILL || (fault->way == WAY_CALL && !options.preload);
}

static void print_counts(struct bench *bench)
{
    for (size_t i = 0; i < scene_count; i++)
        for (size_t j = 0; j < fault_count; j++)
            if (is_asked(&scenes[i], &faults[j]) &&
                (faults[j].way == WAY_CALL || faults[j].way == WAY_MEMORY))
                printf("%s %s %ld\n", scenes[i].name, faults[j].name,
                       places_of(&scenes[i], bench, &faults[j], NULL));
}

static void walk_all(struct tally *sum)
{
    printf("%-14s  %-14s  %8s  %8s  %s\n", "fault", "command", "places", "survived", "seconds");
    for (size_t j = 0; j < fault_count; j++) {
        for (size_t i = 0; i < scene_count; i++) {
            struct tally *tally = &table[i][j];
            time_t from = time(NULL);
            if (!is_asked(&scenes[i], &faults[j]))
                continue;
            if (needs_tracing(&faults[j]) && !options.traced) {
                printf("%-14s  %-14s  cannot be traced here\n", faults[j].name, scenes[i].name);
                continue;
            }
            walk_together(&scenes[i], &faults[j], tally);
            sum->places += tally->places;
            sum->failed += tally->failed;
            if (tally->places > 0 || tally->failed > 0)
                printf("%-14s  %-14s  %8ld  %8ld  %ld\n", faults[j].name, scenes[i].name, tally->places,
                       tally->places - tally->failed, (long)(time(NULL) - from));
            fflush(stdout);
        }
    }
}

/* A row a fault, a column a command: the places, and how many of them failed. */
static void print_markdown(const struct tally *sum)
{
    FILE *file = fopen(options.markdown, "we");
    if (!file)
        die(options.markdown);
    fprintf(file, "| fault |");
    for (size_t i = 0; i < scene_count; i++)
        fprintf(file, " %s |", scenes[i].name);
    fprintf(file, " places | survived |\n|---|");
    for (size_t i = 0; i < scene_count + 2; i++)
        fprintf(file, "---:|");
    fprintf(file, "\n");
    for (size_t j = 0; j < fault_count; j++) {
        struct tally row = { 0 };
        fprintf(file, "| %s |", faults[j].name);
        for (size_t i = 0; i < scene_count; i++) {
            row.places += table[i][j].places;
            row.failed += table[i][j].failed;
            if (table[i][j].failed)
                fprintf(file, " %ld, **%ld failed** |", table[i][j].places, table[i][j].failed);
            else if (table[i][j].places)
                fprintf(file, " %ld |", table[i][j].places);
            else
                fprintf(file, " |");
        }
        fprintf(file, " %ld | %ld |\n", row.places, row.places - row.failed);
    }
    fprintf(file, "| all |");
    for (size_t i = 0; i < scene_count; i++) {
        long places = 0;
        for (size_t j = 0; j < fault_count; j++)
            places += table[i][j].places;
        fprintf(file, " %ld |", places);
    }
    fprintf(file, " %ld | %ld |\n", sum->places, sum->places - sum->failed);
    fclose(file);
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct scene *)left)->name, ((const struct scene *)right)->name);
}

static void load_scenes(struct bench *bench)
{
    DIR *handle = opendir(options.scenes);
    if (!handle)
        die(options.scenes);
    for (struct dirent *entry; (entry = readdir(handle)) && scene_count < MOST_SCENES;)
        if (entry->d_name[0] != '.' && (!options.command || strcmp(options.command, entry->d_name) == 0))
            scene_load(&scenes[scene_count++], options.scenes, entry->d_name);
    closedir(handle);
    qsort(scenes, scene_count, sizeof *scenes, by_name);
    for (size_t i = 0; i < scene_count; i++)
        scene_learn(&scenes[i], bench);
    if (scene_count == 0) {
        fprintf(stderr, "torture: there is no command \"%s\"\n", options.command ? options.command : "");
        exit(2);
    }
}

static void read_options(int count, char **words)
{
    static const struct option known[] = {
        { "scenes", 1, 0, 's' },
        { "build", 1, 0, 'b' },
        { "work", 1, 0, 'w' },
        { "fault", 1, 0, 'f' },
        { "command", 1, 0, 'c' },
        { "at", 1, 0, 'a' },
        { "seed", 1, 0, 'r' },
        { "sample", 1, 0, 'n' },
        { "jobs", 1, 0, 'j' },
        { "by", 1, 0, 'y' },
        { "count", 0, 0, 'k' },
        { "markdown", 1, 0, 'm' },
        { 0 },
    };
    for (int letter; (letter = getopt_long(count, words, "", known, NULL)) != -1;) {
        switch (letter) {
        case 's':
            options.scenes = optarg;
            break;
        case 'b':
            options.build = optarg;
            break;
        case 'w':
            options.work = optarg;
            break;
        case 'f':
            options.fault = optarg;
            break;
        case 'c':
            options.command = optarg;
            break;
        case 'a':
            options.at = strtol(optarg, NULL, 10);
            break;
        case 'r':
            options.seed = strtoul(optarg, NULL, 10);
            break;
        case 'n':
            options.sample = strtol(optarg, NULL, 10);
            break;
        case 'j':
            options.jobs = strtol(optarg, NULL, 10);
            break;
        case 'y':
            options.preload = strcmp(optarg, "preload") == 0;
            break;
        case 'k':
            options.count = true;
            break;
        case 'm':
            options.markdown = optarg;
            break;
        default:
            exit(2);
        }
    }
    if (!options.scenes || !options.build || !options.work) {
        fprintf(stderr, "torture: --scenes, --build and --work are needed\n");
        exit(2);
    }
    char *lasting = options.fault ? strstr(options.fault, ":lasting") : NULL;
    if (lasting) {
        *lasting = '\0';
        options.lasting = true;
    }
}

static void check_fault(void)
{
    for (size_t i = 0; i < fault_count && options.fault; i++)
        if (strcmp(faults[i].name, options.fault) == 0)
            return;
    if (options.fault) {
        fprintf(stderr, "torture: there is no fault \"%s\"\n", options.fault);
        exit(2);
    }
}

int main(int count, char **words)
{
    struct bench bench;
    struct tally sum = { 0 };
    char path[512];
    size_t size = 0;
    char *text = NULL;
    read_options(count, words);
    check_fault();
    remarks = tmpfile();
    if (!remarks)
        die("tmpfile");
    snprintf(path, sizeof path, "%s/learn", options.work);
    bench_open(&bench, path, options.build);
    load_scenes(&bench);
    options.traced = trace_works();
    if (options.count)
        print_counts(&bench);
    else
        walk_all(&sum);
    bench_close(&bench);
    if (options.count)
        return 0;
    if (options.markdown)
        print_markdown(&sum);
    rewind(remarks);
    for (ssize_t got; (got = getline(&text, &size, remarks)) > 0;)
        fwrite(text, 1, (size_t)got, stdout);
    free(text);
    printf("%ld passed, %ld failed\n", sum.places - sum.failed, sum.failed);
    return sum.failed > 0 || sum.places == 0;
}
