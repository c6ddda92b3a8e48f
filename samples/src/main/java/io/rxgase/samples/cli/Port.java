package io.rxgase.samples.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A UDP port as people type it. */
record Port(int number) {
    private static final int HIGHEST = 65_535;

    /** A whole number within bounds, or an error that names them. */
    static int number(String text, String what, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The message below is for this, too.
        }
        throw new TypeConversionException("'" + text + "' is no " + what + ": use " + least + " to " + most);
    }

    /** A port to open: 0 takes a free one. */
    static final class ToOpen implements ITypeConverter<Port> {
        @Override
        public Port convert(String text) {
            return new Port(number(text, "port", 0, HIGHEST));
        }
    }

    /** A port to reach. */
    static final class ToReach implements ITypeConverter<Port> {
        @Override
        public Port convert(String text) {
            return new Port(number(text, "port", 1, HIGHEST));
        }
    }
}
