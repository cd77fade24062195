/* Faults of a case. */
#include "ticket/case.h"

enum cs_status fault_first(struct cs_tickets *t, int64_t ticket, int64_t seq, struct case_fault *fault,
                           struct cs_error *err)
{
    *fault = (struct case_fault){ 0 };
    const struct cs_value in[] = { cs_integer(ticket), cs_integer(seq) };
    struct cs_value out[8];
    enum cs_status status = ticket_get(t, FAULT_OF_CASE, in, out, err);
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
        status = ticket_supplier(t, party->text, party->length, &id, err);
    *unit = id ? cs_integer(id) : cs_null();
    *words = id ? cs_null() : *party;
    return status;
}

typedef enum cs_status ticket_write_fn(struct cs_tickets *t, enum ticket_statement which,
                                       const struct cs_value *in, struct cs_error *err);

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

enum cs_status fault_add(struct cs_tickets *t, int64_t ticket, int64_t seq, const struct case_fault *fault,
                         struct cs_error *err)
{
    return add_by(ticket_do, t, ticket, seq, fault, err);
}

enum cs_status fault_put_off(struct cs_tickets *t, int64_t ticket, const struct case_fault *fault,
                             struct cs_error *err)
{
    return add_by(ticket_add, t, ticket, 1, fault, err);
}

enum cs_status fault_save(struct cs_tickets *t, int64_t ticket, const struct case_fault *fault,
                          struct cs_error *err)
{
    struct cs_value unit, words;
    enum cs_status status = party_of(t, &fault->party, &unit, &words, err);
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
    return ticket_do(t, FAULT_SAVE, in, err);
}
