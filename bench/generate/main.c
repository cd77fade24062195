/* cs-generate demo DIR | tickets N [FROM]: see generate.h. */
#include "generate.h"

#include <stdlib.h>
#include <string.h>

static long long number(const char *text)
{
    char *end;
    long long value = strtoll(text, &end, 10);
    return *text && !*end ? value : -1;
}

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[1], "demo")) {
        cs_gen_demo(argv[2]);
        return 0;
    }
    if ((argc == 3 || argc == 4) && !strcmp(argv[1], "tickets")) {
        long long count = number(argv[2]), from = argc == 4 ? number(argv[3]) : 0;
        if (count >= 0 && from >= 0) {
            cs_gen_tickets(count, from);
            return 0;
        }
    }
    fputs("usage: cs-generate demo DIR\n       cs-generate tickets N [FROM] > FILE.csv\n", stderr);
    return 2;
}
