// What functions and types of other dialects are called here: for hints.

enum OtherDialects {
    static let functions = [
        "CHARINDEX": "STRPOS", "DATEADD": "DATE_ADD", "DATEDIFF": "DATE_DIFF", "DATEPART": "EXTRACT",
        "DECODE": "CASE", "GETDATE": "CURRENT_DATE", "GROUP_CONCAT": "STRING_AGG", "IIF": "IF", "ISNULL": "IFNULL",
        "LCASE": "LOWER", "LEN": "LENGTH", "LISTAGG": "STRING_AGG", "MEAN": "AVG", "MONTH": "EXTRACT",
        "NOW": "CURRENT_TIMESTAMP", "NVL": "IFNULL", "POSITION": "STRPOS", "QUANTILE": "PERCENTILE_CONT",
        "RANDOM": "RAND", "REGEXP_LIKE": "REGEXP_CONTAINS", "REGEXP_MATCHES": "REGEXP_CONTAINS",
        "STDEV": "STDDEV", "TO_CHAR": "FORMAT_DATE", "TO_DATE": "PARSE_DATE", "TO_NUMBER": "CAST",
        "TO_TIMESTAMP": "PARSE_TIMESTAMP", "TRY_CAST": "SAFE_CAST", "UCASE": "UPPER", "YEAR": "EXTRACT",
    ]

    static let types = [
        "CHAR": "STRING", "DATETIME": "TIMESTAMP", "DECIMAL": "FLOAT64", "FLOAT": "FLOAT64", "FLOAT4": "FLOAT64",
        "FLOAT8": "FLOAT64", "INT32": "INT64", "INT4": "INT64", "INT8": "INT64", "LONG": "INT64",
        "NUMBER": "FLOAT64", "NUMERIC": "FLOAT64", "REAL": "FLOAT64", "STR": "STRING", "TEXT": "STRING",
        "TIMESTAMPTZ": "TIMESTAMP", "VARCHAR": "STRING",
    ]
}
