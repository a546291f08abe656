// What is measured: the queries of db-benchmark, and a few that scan.

/// One thing that is measured.
struct Workload {
    var name: String
    /// The query; its rows become table `r`.
    var query: String
    /// The tables that it reads, each with the file that it is loaded from, without `.csv`.
    var tables: [String: String]
    /// What of `r` is compared with the answer; more than `FROM r` where `r` is too wide to compare each cell.
    var check = "FROM r"
    /// The programs that cannot run it.
    var missing: Set<String> = []

    /// The statement whose time is measured.
    var statement: String { "CREATE OR REPLACE TABLE r AS \(query)" }
}

extension Workload {
    /// Loading a file into a table, too, is a query.
    static let load = Workload(
        name: "load", query: "FROM 'G1.csv'", tables: [:],
        check: """
            SELECT COUNT(*) AS c, SUM(id4) AS id4, SUM(id5) AS id5, SUM(id6) AS id6, SUM(v1) AS v1, SUM(v2) AS v2, \
            SUM(v3) AS v3, MIN(id1) AS a, MAX(id2) AS b, MIN(id3) AS d, MAX(id3) AS e FROM r
            """, missing: ["sqlite3"])

    static let all: [Workload] =
        [load]
        + [
            Workload(
                name: "csv-q1", query: "SELECT id1, SUM(v1) AS v1 FROM 'G1.csv' GROUP BY id1", tables: [:],
                missing: ["sqlite3"])
        ] + groupings + scans + joins

    /// db-benchmark's ten questions about groups.
    private static let groupings = [
        on("q1", "SELECT id1, SUM(v1) AS v1 FROM x GROUP BY id1"),
        on("q2", "SELECT id1, id2, SUM(v1) AS v1 FROM x GROUP BY id1, id2"),
        on("q3", "SELECT id3, SUM(v1) AS v1, AVG(v3) AS v3 FROM x GROUP BY id3"),
        on("q4", "SELECT id4, AVG(v1) AS v1, AVG(v2) AS v2, AVG(v3) AS v3 FROM x GROUP BY id4"),
        on("q5", "SELECT id6, SUM(v1) AS v1, SUM(v2) AS v2, SUM(v3) AS v3 FROM x GROUP BY id6"),
        on(
            "q6", "SELECT id4, id5, MEDIAN(v3) AS m, STDDEV(v3) AS s FROM x GROUP BY id4, id5", missing: ["sqlite3"]),
        on("q7", "SELECT id3, MAX(v1) - MIN(v2) AS r FROM x GROUP BY id3"),
        on(
            "q8",
            """
            SELECT id6, v3 FROM (SELECT id6, v3, ROW_NUMBER() OVER (PARTITION BY id6 ORDER BY v3 DESC) AS k FROM x) \
            AS ranked WHERE k <= 2
            """),
        on(
            "q9", "SELECT id2, id4, CORR(v1, v2) * CORR(v1, v2) AS r2 FROM x GROUP BY id2, id4",
            check: "SELECT id2, id4, IF(IS_NAN(r2), 0, r2) AS r2 FROM r", missing: ["sqlite3"]),
        on(
            "q10",
            """
            SELECT id1, id2, id3, id4, id5, id6, SUM(v3) AS v3, COUNT(*) AS c FROM x \
            GROUP BY id1, id2, id3, id4, id5, id6
            """),
    ]

    private static let scans = [
        on("sum", "SELECT SUM(v3) AS s FROM x"),
        on("filter", "SELECT COUNT(*) AS c, SUM(v3) AS s FROM x WHERE v3 > 50 AND v1 = 3"),
        on("expr", "SELECT SUM(v3 * (1 - v1 / 10.0)) AS s FROM x WHERE id4 BETWEEN 10 AND 20"),
        on("topk", "SELECT * FROM x ORDER BY v3 DESC, id6 LIMIT 10"),
        on("sort", "SELECT id6, v3 FROM x ORDER BY v3"),
        on("distinct", "SELECT COUNT(DISTINCT id3) AS c FROM x"),
        on("like", "SELECT COUNT(*) AS c FROM x WHERE id3 LIKE '%77%'"),
    ]

    /// db-benchmark's five questions about two tables.
    private static let joins = [
        join("j1", "JOIN small ON x.id1 = small.id1", "small.id4 AS g, small.v2", same: "d = g"),
        join(
            "j2", "JOIN medium ON x.id2 = medium.id2",
            "medium.id1 AS h, medium.id4 AS g, medium.id5 AS i, medium.v2", same: "e = i"),
        join(
            "j3", "LEFT JOIN medium ON x.id2 = medium.id2",
            "medium.id1 AS h, medium.id4 AS g, medium.id5 AS i, medium.v2", same: "e = i"),
        join(
            "j4", "JOIN medium ON x.id5 = medium.id5",
            "medium.id1 AS h, medium.id2 AS k, medium.id4 AS g, medium.v2", same: "b = k"),
        join(
            "j5", "JOIN big ON x.id3 = big.id3",
            "big.id1 AS h, big.id2 AS k, big.id4 AS g, big.id5 AS i, big.id6 AS l, big.v2", same: "f = l"),
    ]

    private static func on(
        _ name: String, _ query: String, check: String = "FROM r", missing: Set<String> = []
    ) -> Workload {
        Workload(name: name, query: query, tables: ["x": "G1"], check: check, missing: missing)
    }

    /// - Parameter same: holds where a row stands beside its partner.
    private static func join(_ name: String, _ join: String, _ columns: String, same: String) -> Workload {
        let table = join.contains("small") ? "small" : join.contains("medium") ? "medium" : "big"
        let query = """
            SELECT x.id1 AS a, x.id2 AS b, x.id3 AS c, x.id4 AS d, x.id5 AS e, x.id6 AS f, x.v1, \(columns) \
            FROM x \(join)
            """
        let check = """
            SELECT COUNT(*) AS n, COUNT(v2) AS partners, COUNTIF(\(same)) AS same, SUM(a) AS a, SUM(b) AS b, \
            SUM(c) AS c, SUM(v1) AS v1, SUM(v2) AS v2, SUM(v1 * v2) AS products FROM r
            """
        return Workload(name: name, query: query, tables: ["x": "x", table: table], check: check)
    }

    /// Whether it is one of those that `--no-joins` leaves out.
    var isJoin: Bool { tables.count > 1 }
}
