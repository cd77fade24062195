/* What a source says of being late, against the clocks that its cases got here. */
#include "overdue.h"

#include "escalation/escalation.h"

#include <stdlib.h>
#include <string.h>

struct overdue_word {
    int64_t id;
    bool said;          /* late, by the source's word */
    bool clocked, ours; /* a clock of ours says something; late by it */
};

static const struct cs_choice late_words[] = {
    { "yes", "late", "是|超期|已超期|超时|已超时|逾期|已逾期|y|true|1|overdue" },
    { "no", "on time", "否|未超期|未超时|未逾期|正常|按时|按期|n|false|0" },
    { NULL, NULL, NULL },
};

void overdue_note(struct overdue_check *check, int64_t id, const struct cs_cell *cell)
{
    if (!cell || cell->null || cell->length == 0)
        return;
    const struct cs_choice *word = cs_choice_find(late_words, cell->text, cell->length);
    if (!word) {
        check->unread++;
        return;
    }
    check->words = cs_grow(check->words, &check->room, check->count + 1, sizeof *check->words);
    check->words[check->count++] = (struct overdue_word){ .id = id, .said = word == &late_words[0] };
}

static int by_id(const void *left, const void *right)
{
    int64_t a = ((const struct overdue_word *)left)->id, b = ((const struct overdue_word *)right)->id;
    return (a > b) - (a < b);
}

struct comparing {
    struct overdue_check *check;
    size_t at; /* clocks come by case */
    int64_t now;
};

static enum cs_status take_clock(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct comparing *c = context;
    const struct cs_record *record = row->record;
    int64_t id = row->values[cs_record_find(record, "ticket")].integer;
    const struct cs_value *due = &row->values[cs_record_find(record, "due_at")];
    const struct cs_value *stopped = &row->values[cs_record_find(record, "stopped_at")];
    (void)err;
    while (c->at < c->check->count && c->check->words[c->at].id < id)
        c->at++;
    for (size_t i = c->at; i < c->check->count && c->check->words[i].id == id; i++) {
        if (due->type != CS_INTEGER)
            continue; /* a hold stops it: it says nothing yet */
        c->check->words[i].clocked = true;
        c->check->words[i].ours |= cs_value_integer(stopped, c->now) > due->integer;
    }
    return CS_OK;
}

static void say(struct cs_job *job, const struct overdue_check *check)
{
    long long compared = 0, ours = 0, theirs = 0;
    for (size_t i = 0; i < check->count; i++) {
        const struct overdue_word *word = &check->words[i];
        compared += word->clocked;
        ours += word->clocked && word->ours && !word->said;
        theirs += word->clocked && !word->ours && word->said;
    }
    cs_job_say(
        job,
        _("overdue by the source's word: %lld of %lld cases disagree with our clocks (late only by ours "
          "%lld, only by the source's %lld); its word is not kept"),
        ours + theirs, compared, ours, theirs);
    if (check->unread)
        cs_job_say(job, _("overdue by the source's word: cells that say neither yes nor no: %lld"),
                   (long long)check->unread);
}

enum cs_status overdue_compare(struct cs_job *job, struct overdue_check *check, struct cs_error *err)
{
    if (check->count + (size_t)check->unread == 0)
        return CS_OK;
    const struct cs_value first[] = { cs_integer(check->count ? check->words[0].id : 0) };
    const struct cs_select select = { .view = &cs_clock_view,
                                      .conditions = cs_clock_done_from,
                                      .condition_count = 2,
                                      .condition_values = first,
                                      .condition_value_count = 1 };
    struct comparing comparing = { .check = check, .now = job->now };
    enum cs_status status = cs_store_flush(job->store, err);
    if (check->count)
        qsort(check->words, check->count, sizeof *check->words, by_id);
    if (status == CS_OK && check->count)
        status = cs_select_each(job->store, &select, take_clock, &comparing, err);
    if (status == CS_OK)
        say(job, check);
    return status;
}

void overdue_release(struct overdue_check *check)
{
    free(check->words);
}
