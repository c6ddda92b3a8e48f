package io.rxgase;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** Each package for itself, but that a package and the one named internal right below it are one room with a door. */
final class Rooms implements SliceAssignment {
    private static final String INSIDE = ".internal";

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith("io.rxgase.")) {
            return SliceIdentifier.ignore();
        }
        return SliceIdentifier.of(name.endsWith(INSIDE) ? name.substring(0, name.length() - INSIDE.length()) : name);
    }

    @Override
    public String getDescription() {
        return "packages";
    }
}
