/* Faults of a case. */
#include "ticket/move.h"
#include "ticket/replay.h"

enum cs_status cs_fault_first(struct cs_tickets *t, int64_t ticket, int64_t seq, struct case_fault *fault,
                              struct cs_error *err)
{
    *fault = (struct case_fault){ 0 };
    const struct cs_value in[] = { cs_integer(ticket), cs_integer(seq) };
    struct cs_value out[8];
    enum cs_status status = cs_ticket_get(t, FAULT_OF_CASE, in, out, err);
    if (status == CS_NONE) {
        cs_error_clear(err);
        return CS_OK;
    }
    if (status == CS_OK)
        *fault =
            (struct case_fault){ out[0].integer, out[1], out[2], out[3], out[4], out[5], out[6], out[7] };
    return status;
}

/* A party is a unit where its code or name is known, else its words are kept. */
static enum cs_status party_of(struct cs_tickets *t, const struct cs_value *party, struct cs_value *unit,
                               struct cs_value *words, struct cs_error *err)
{
    int64_t id = 0;
    enum cs_status status = CS_OK;
    if (party->type == CS_TEXT)
        status = cs_ticket_supplier(t, party->text, party->length, &id, err);
    *unit = id ? cs_integer(id) : cs_null();
    *words = id ? cs_null() : *party;
    return status;
}

static enum cs_status add_by(ticket_write_fn *write, struct cs_tickets *t, int64_t ticket, int64_t seq,
                             const struct case_fault *fault, struct cs_error *err)
{
    struct cs_value unit, words;
    enum cs_status status = party_of(t, &fault->party, &unit, &words, err);
    if (status != CS_OK)
        return status;
    const struct cs_value in[] = { cs_integer(ticket),
                                   cs_integer(seq),
                                   fault->place,
                                   fault->component,
                                   fault->symptom,
                                   fault->first_class,
                                   fault->class,
                                   fault->cause,
                                   unit,
                                   words };
    return write(t, FAULT_ADD, in, err);
}

enum cs_status cs_fault_add(struct cs_tickets *t, int64_t ticket, int64_t seq, const struct case_fault *fault,
                            struct cs_error *err)
{
    struct past_component past;
    enum cs_status status = cs_past_component_begin(t, ticket, &past, err);
    if (status == CS_OK)
        status = add_by(cs_ticket_do, t, ticket, seq, fault, err);
    return status == CS_OK ? cs_past_component_end(t, ticket, &past, err) : status;
}

enum cs_status cs_fault_put_off(struct cs_tickets *t, int64_t ticket, const struct case_fault *fault,
                                struct cs_error *err)
{
    return add_by(cs_ticket_add, t, ticket, 1, fault, err);
}

enum cs_status cs_fault_save(struct cs_tickets *t, int64_t ticket, const struct case_fault *fault,
                             struct cs_error *err)
{
    struct cs_value unit, words;
    struct past_component past;
    enum cs_status status = cs_past_component_begin(t, ticket, &past, err);
    if (status == CS_OK)
        status = party_of(t, &fault->party, &unit, &words, err);
    if (status != CS_OK)
        return status;
    const struct cs_value in[] = { cs_integer(ticket),
                                   cs_integer(fault->seq),
                                   fault->place,
                                   fault->component,
                                   fault->symptom,
                                   fault->first_class,
                                   fault->class,
                                   fault->cause,
                                   unit,
                                   words };
    status = cs_ticket_do(t, FAULT_SAVE, in, err);
    return status == CS_OK ? cs_past_component_end(t, ticket, &past, err) : status;
}

/* ---- the faults of a move ---- */

enum cs_status cs_fault_named(struct moving *m, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(m->id) };
    struct cs_value last[1];
    enum cs_status status = cs_fault_first(m->t, m->id, m->move->fault, &m->fault, err);
    if (status != CS_OK || m->fault.seq || !m->move->fault)
        return status;
    status = cs_ticket_get(m->t, FAULT_MAX, in, last, err);
    if (status != CS_OK)
        return status;
    bool inspects = strcmp(m->move->verb, "inspect") == 0;
    if (inspects && m->move->fault == last[0].integer + 1)
        return CS_OK;
    return inspects
               ? cs_error_set(err, CS_REFUSED, _("case %lld has no fault %lld; the next one is %lld"),
                              (long long)m->id, (long long)m->move->fault, (long long)last[0].integer + 1)
               : cs_error_set(err, CS_REFUSED, _("case %lld has no fault %lld; inspect makes new ones"),
                              (long long)m->id, (long long)m->move->fault);
}

struct left {
    int64_t seqs[64];
    size_t count;
};

static enum cs_status take_left(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct left *left = context;
    if (left->count < sizeof left->seqs / sizeof *left->seqs)
        left->seqs[left->count] = out[0].integer;
    left->count++;
    return CS_OK;
}

static enum cs_status find_left(struct moving *m, struct left *left, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(m->id), cs_integer(m->fault.seq) };
    left->count = 0;
    return cs_ticket_each(m->t, FAULTS_LEFT, in, take_left, left, err);
}

enum cs_status cs_faults_left(struct moving *m, size_t *count, struct cs_error *err)
{
    struct left left;
    enum cs_status status = find_left(m, &left, err);
    *count = left.count;
    return status;
}

enum cs_status cs_faults_demand(struct moving *m, const char *demands,
                                enum cs_status (*check)(const struct moving *m, const char *demands,
                                                        struct cs_error *err),
                                struct cs_error *err)
{
    struct left left;
    struct case_fault mine = m->fault;
    enum cs_status status = find_left(m, &left, err);
    for (size_t i = 0; i < left.count && i < sizeof left.seqs / sizeof *left.seqs && status == CS_OK; i++) {
        status = cs_fault_first(m->t, m->id, left.seqs[i], &m->fault, err);
        if (status == CS_OK)
            status = check(m, demands, err);
    }
    m->fault = mine;
    return status;
}
