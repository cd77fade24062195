/* cs-generate demo DIR | tickets N: see generate.h. */
#include "generate.h"

#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    char *end = NULL;
    if (argc == 3 && !strcmp(argv[1], "demo")) {
        cs_gen_demo(argv[2]);
        return 0;
    }
    if (argc == 3 && !strcmp(argv[1], "tickets")) {
        long long count = strtoll(argv[2], &end, 10);
        if (*argv[2] && !*end && count >= 0) {
            cs_gen_tickets(count);
            return 0;
        }
    }
    fputs("usage: cs-generate demo DIR\n       cs-generate tickets N > FILE.csv\n", stderr);
    return 2;
}
