// assign-lemon FILE - the heaviest assignment of a graph that assign wrote, by
// LEMON's network simplex: the solve's seconds of processor, the weight, the KiB.
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
#include <sys/resource.h>

struct Pair {
	uint32_t household, dwelling;
	int64_t weight;
};

int
main(int, char **argv)
{
	FILE *f = fopen(argv[1], "r");
	uint64_t head[3];
	if (f == nullptr || fread(head, sizeof(head), 1, f) != 1)
		return 2;
	const int nh = (int)head[0], nd = (int)head[1];
	// Each household ships one unit to the last node, by a dwelling or not.
	lemon::SmartDigraph g;
	g.reserveNode(nh + nd + 1);
	g.reserveArc((int)head[2] + nh + nd);
	for (int i = 0; i <= nh + nd; i++)
		g.addNode();
	auto end = g.nodeFromId(nh + nd);
	lemon::SmartDigraph::ArcMap<int64_t> cost(g), cap(g);
	lemon::SmartDigraph::NodeMap<int64_t> supply(g, 0);
	Pair p;
	while (fread(&p, sizeof(p), 1, f) == 1)
		cost[g.addArc(g.nodeFromId(p.household),
		    g.nodeFromId(nh + p.dwelling))] = -p.weight;
	for (int i = 0; i < nh + nd; i++)
		g.addArc(g.nodeFromId(i), end);
	for (lemon::SmartDigraph::ArcIt a(g); a != lemon::INVALID; ++a)
		cap[a] = 1;
	for (int i = 0; i < nh; i++)
		supply[g.nodeFromId(i)] = 1;
	supply[end] = -nh;
	std::clock_t start = std::clock();
	lemon::NetworkSimplex<lemon::SmartDigraph, int64_t, int64_t> ns(g);
	ns.upperMap(cap).costMap(cost).supplyMap(supply);
	if (ns.run() != ns.OPTIMAL)
		return 1;
	double took = (double)(std::clock() - start) / CLOCKS_PER_SEC;
	struct rusage use;
	getrusage(RUSAGE_SELF, &use);
	printf("LEMON network simplex\t%.4f\t%lld\t%ld\n", took,
	    (long long)-ns.totalCost(), use.ru_maxrss);
	return 0;
}
