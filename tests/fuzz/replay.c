/* Run a fuzz target over the files named, without a fuzzer. */
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *, size_t);

/* An exact allocation, so that a sanitizer sees a read past the end. */
static int
replay(FILE *fp)
{
	unsigned char *data;
	long n;

	if (fseek(fp, 0, SEEK_END) == -1 || (n = ftell(fp)) == -1)
		return -1;
	rewind(fp);
	if ((data = malloc(n > 0 ? (size_t)n : 1)) == NULL)
		return -1;
	n = (long)fread(data, 1, (size_t)n, fp);
	LLVMFuzzerTestOneInput(data, (size_t)n);
	free(data);
	return 0;
}

int
main(int argc, char *argv[])
{
	FILE *fp;
	int i;

	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	for (i = 1; i < argc; i++) {
		puts(argv[i]); /* the last one named is the one that broke */
		if ((fp = fopen(argv[i], "rb")) == NULL || replay(fp) == -1) {
			perror(argv[i]);
			return 1;
		}
		fclose(fp);
	}
	return 0;
}
