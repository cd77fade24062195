/* Numbers by chance, the same on every machine: splitmix64 and whole-number arithmetic. */
#include "generate.h"

uint64_t cs_gen_mix(uint64_t number)
{
    number += 0x9e3779b97f4a7c15u;
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9u;
    number = (number ^ (number >> 27)) * 0x94d049bb133111ebu;
    return number ^ (number >> 31);
}

uint64_t cs_gen_next(struct cs_gen_random *random)
{
    random->state += 0x9e3779b97f4a7c15u;
    return cs_gen_mix(random->state - 0x9e3779b97f4a7c15u);
}

int64_t cs_gen_below(struct cs_gen_random *random, int64_t end)
{
    return (int64_t)(((cs_gen_next(random) >> 32) * (uint64_t)end) >> 32);
}

int64_t cs_gen_between(struct cs_gen_random *random, int64_t from, int64_t to)
{
    return from + cs_gen_below(random, to - from + 1);
}

bool cs_gen_chance(struct cs_gen_random *random, int per_mille)
{
    return cs_gen_below(random, 1000) < per_mille;
}

int cs_gen_pick(struct cs_gen_random *random, const int weights[])
{
    int sum = 0, index = 0;
    for (int i = 0; weights[i]; i++)
        sum += weights[i];
    int64_t drawn = cs_gen_below(random, sum);
    while (drawn >= weights[index])
        drawn -= weights[index++];
    return index;
}

int64_t cs_gen_quantile(struct cs_gen_random *random, const struct cs_gen_quantile *points)
{
    /* in hundred-thousandths, so that long tails come out smooth */
    int64_t drawn = cs_gen_below(random, 100000);
    int i = 0;
    while (points[i + 1].at * 100 <= drawn && points[i + 1].at < 1000)
        i++;
    int64_t from = points[i].at * 100, to = points[i + 1].at * 100;
    return points[i].value + (points[i + 1].value - points[i].value) * (drawn - from) / (to - from);
}
