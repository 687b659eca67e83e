/*
 * Swaps directories of a store for links, again and again, until it is killed.
 *
 *   swap DIRECTORY PAIRS REAL LINK COUNT
 *
 * For each i below PAIRS the names d<i> and .l<i> in DIRECTORY change places at once (RENAME_EXCHANGE). Directories are in place
 * for REAL microseconds, then links for LINK, and so on; both times are drawn anew between a tenth and twice of that. The file
 * COUNT holds the number of swaps so far.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define EXCHANGE 2

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

int main(int count, char **words) {
  if (count != 6) return 2;
  int directory = open(words[1], O_RDONLY | O_DIRECTORY);
  int pairs = atoi(words[2]);
  double dwell[2] = {atof(words[3]), atof(words[4])};
  int told = open(words[5], O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (directory < 0 || told < 0) return 1;
  long swaps = 0;
  for (int phase = 0;; phase ^= 1) {
    double end = now() + dwell[phase] * (0.1 + 1.9 * rand() / RAND_MAX);
    while (now() < end) {
    }
    for (int i = 0; i < pairs; i++) {
      char real[32], link[32];
      snprintf(real, sizeof real, "d%d", i);
      snprintf(link, sizeof link, ".l%d", i);
      if (syscall(SYS_renameat2, directory, real, directory, link, EXCHANGE) != 0) return 3;
    }
    swaps += pairs;
    char line[32];
    int length = snprintf(line, sizeof line, "%ld\n", swaps);
    if (pwrite(told, line, length, 0) != length) return 4;
  }
}
