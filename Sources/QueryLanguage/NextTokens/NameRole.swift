// What a name in a statement is the name of, as the place where it stands tells.

/// What a name stands for.
public enum NameRole: Hashable, Sendable {
    /// A table, view, WITH table or table function in FROM or behind JOIN.
    case table
    /// A table or view, never a function: behind DESCRIBE, DROP and TABLE.
    case relation
    /// Behind CALL.
    case tableFunction
    /// In an expression: a column, a table in front of a dot, a function.
    case value
    /// Behind a dot: a column of the table in front of it.
    case member
    /// A column, not an expression: what DROP, RENAME, SET and EXCEPT list.
    case column
    /// A column of both sides of a join, in USING.
    case sharedColumn
    /// A name that is given here.
    case new
    case type
    case datePart
    /// Of a function's argument, in front of `=>`.
    case argument
    /// A variable that is there, behind the statement SET.
    case variable
    /// Of an option of EXPORT DATA.
    case option
}
