/* main() of every binary. It stands alone so that tests can link the library and have a main of their own. */
#include "program/inside.h"

int main(int argc, char **argv)
{
    return cs_program_main(&cs_program, argc, argv);
}
