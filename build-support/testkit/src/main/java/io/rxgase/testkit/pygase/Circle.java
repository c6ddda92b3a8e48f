package io.rxgase.testkit.pygase;

/** Numbers from 1 to 65535 in a circle. */
final class Circle {
    private Circle() {}

    static int next(int number) {
        return number % 65_535 + 1;
    }

    static int distance(int a, int b) {
        int difference = a - b;
        return difference > 32_767 ? difference - 65_535 : difference < -32_767 ? difference + 65_535 : difference;
    }
}
