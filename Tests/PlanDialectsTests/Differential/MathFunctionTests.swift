import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct MathFunctionTests {
    @Test func `numbers of the core`() throws {
        try Differential.expectSame([
            "abs(n)", "abs(r)", "abs(price)", "abs(flag)", "abs(NULL)", "abs(-5)", "sign(n)", "sign(r)", "sign(price)",
            "round(r)", "round(n)", "round(price)", "round(r, 1)", "round(r, 2)", "round(price, 1)", "round(n, 2)",
            "round(r, -1)", "round(2.5)", "round(-2.5)", "round(0.125, 2)", "round(-0.375, 2)", "round(1234.5678, 3)",
            "round(NULL)", "round(r * n, 2)", "round(4611686018427387904.0)", "round(123456789012345.67, 1)",
        ])
        try Differential.expectRefused(["round(r, n)": "no constant", "abs(t)": "number", "sign(t)": "number"])
    }

    @Test func `mathematics, with NULL where a function is not defined`() throws {
        try Differential.expectSame([
            "ceil(r)", "ceil(n)", "ceiling(price)", "floor(r)", "floor(n)", "trunc(r)", "trunc(n)", "trunc(price)",
            "pi()", "mod(n, 3)", "mod(n, m)", "mod(7, -3)", "mod(n, 0)", "pow(m, 2)", "power(r, 0.5)", "pow(2, m)",
            "pow(1.5, r / 1e10)", "pow(-8, 1.5)", "atan2(r, m)", "log(r)", "log(10, n)", "log(m, 8)", "log(0.5, 3)",
            "log10(n)", "ln(r)", "log2(m)", "log2(8)", "log2(1e-5)", "sqrt(r)", "sqrt(n)", "acosh(r)", "acos(r / 10)",
            "asin(m / 2.0)", "atanh(r / 200)", "asinh(r)", "atan(r)", "cos(n)", "cosh(m)", "degrees(r)", "exp(m)",
            "radians(r)", "sin(m)", "sinh(m)", "tan(m)", "tanh(m)", "sqrt(NULL)", "ceil(NULL)",
        ])
        try Differential.expectRefused([
            "mod(r, 2)": "not whole", "sqrt(t)": "number", "sqrt(random())": "random", "mod(price, 2)": "not whole",
        ])
    }
}
