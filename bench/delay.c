/*
 * delay <namespace> <namespace> <microseconds>
 *
 * Joins two network namespaces by a TUN device named "cwtun" in each, and holds every packet for that long one way.
 * For kernels without netem. Prints "ready" when the devices are there.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define SLOTS 65536
#define QUEUE_BYTES (256L << 20)
#define BATCH 256

struct packet {
  long due;
  int length;
  char *data;
};
struct link {
  int in, out;
};

static long delay_us;

static long now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000L + t.tv_nsec / 1000;
}

static void enter(int fd) {
  if (setns(fd, CLONE_NEWNET) != 0) {
    perror("setns");
    exit(1);
  }
}

static int open_tun(const char *namespace) {
  char path[128];
  struct ifreq request;
  int fd;
  snprintf(path, sizeof path, "/var/run/netns/%s", namespace);
  fd = open(path, O_RDONLY);
  if (fd < 0) {
    perror(path);
    exit(1);
  }
  enter(fd);
  close(fd);
  fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
  memset(&request, 0, sizeof request);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  strcpy(request.ifr_name, "cwtun");
  if (fd < 0 || ioctl(fd, TUNSETIFF, &request) != 0) {
    perror("/dev/net/tun");
    exit(1);
  }
  return fd;
}

/* Waits until a packet comes or the first in the queue is due. */
static void wait_for(int fd, int waiting, long due) {
  struct pollfd poll_in = {fd, POLLIN, 0};
  int timeout = -1;
  if (waiting) {
    long left = due - now_us();
    timeout = left <= 0 ? 0 : (int)(left / 1000);
    if (left > 0 && timeout == 0) {
      struct timespec rest = {0, (left > 200 ? 200 : left) * 1000};
      nanosleep(&rest, NULL);
    }
  }
  poll(&poll_in, 1, timeout);
}

static void *forward(void *argument) {
  struct link *link = argument;
  struct packet *queue = calloc(SLOTS, sizeof *queue);
  static __thread char buffer[70000];
  int head = 0, tail = 0;
  long bytes = 0;
  for (;;) {
    long now;
    wait_for(link->in, head != tail, queue[head].due);
    now = now_us();
    while (head != tail && queue[head].due <= now) {
      if (write(link->out, queue[head].data, queue[head].length) < 0 && errno == EAGAIN) {
        struct pollfd poll_out = {link->out, POLLOUT, 0};
        poll(&poll_out, 1, 5);
        continue;
      }
      free(queue[head].data);
      bytes -= queue[head].length;
      head = (head + 1) % SLOTS;
    }
    for (int count = 0; count < BATCH; count++) {
      int length = read(link->in, buffer, sizeof buffer);
      if (length <= 0)
        break;
      if ((tail + 1) % SLOTS == head || bytes > QUEUE_BYTES)
        continue;
      queue[tail].due = now + delay_us;
      queue[tail].length = length;
      queue[tail].data = malloc(length);
      memcpy(queue[tail].data, buffer, length);
      bytes += length;
      tail = (tail + 1) % SLOTS;
    }
  }
}

int main(int count, char **values) {
  static struct link there, back;
  pthread_t thread;
  int home, a, b;
  if (count != 4) {
    fprintf(stderr, "delay <namespace> <namespace> <microseconds>\n");
    return 2;
  }
  delay_us = atol(values[3]);
  home = open("/proc/self/ns/net", O_RDONLY);
  a = open_tun(values[1]);
  enter(home);
  b = open_tun(values[2]);
  enter(home);
  there.in = a;
  there.out = b;
  back.in = b;
  back.out = a;
  pthread_create(&thread, NULL, forward, &there);
  puts("ready");
  fflush(stdout);
  forward(&back);
  return 0;
}
