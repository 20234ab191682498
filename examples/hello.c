// SPDX-License-Identifier: Apache-2.0
/*
 * hello - the smallest program on librapport: says its version, or what cube it was given.
 *
 *   cc hello.c $(pkg-config --cflags --libs rapport) -o hello
 *   ./hello                 rapport 0.1.0
 *   ./hello world.rap       the identity of the cube
 */
#include <rapport.h>

int main(int argc, char **argv)
{
    if (argc < 2) {
        printf("rapport %s\n", rap_version());
        return 0;
    }
    rap_error err;
    rap_cube *cube = NULL;
    if (rap_cube_open(argv[1], &cube, &err) != RAP_OK) {
        fprintf(stderr, "hello: %s\n", err.text);
        return 3;
    }
    printf("%s  %s\n", rap_cube_identity(cube), argv[1]);
    rap_cube_close(cube);
    return 0;
}
