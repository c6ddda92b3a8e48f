package io.rxgase.core.state;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class with its type arguments, all variables and wildcards resolved. Unlike {@link Type}, it is a value.
 *
 * @param raw the class
 * @param arguments its type arguments, or none
 */
record TypeRef(Class<?> raw, List<TypeRef> arguments) {
    static TypeRef of(Class<?> raw) {
        return new TypeRef(raw, List.of());
    }

    /** Returns a type as it is seen from inside a class. */
    static TypeRef of(Type type, TypeRef inside) {
        Map<String, TypeRef> variables = new HashMap<>();
        TypeVariable<?>[] names = inside.raw.getTypeParameters();
        for (int i = 0; i < inside.arguments.size(); i++) {
            variables.put(names[i].getName(), inside.arguments.get(i));
        }
        return resolve(type, variables);
    }

    /** Says whether there are more types in this one, itself included; looks at no more than those. */
    boolean hasMoreThan(int most) {
        return without(most) < 0;
    }

    /** Returns what is left of a number after taking one for each type; below 0 if they are more. */
    private int without(int number) {
        int left = number - 1;
        for (TypeRef argument : arguments) {
            if (left < 0) {
                break;
            }
            left = argument.without(left);
        }
        return left;
    }

    private static TypeRef resolve(Type type, Map<String, TypeRef> variables) {
        if (type instanceof Class<?> raw) {
            return of(raw);
        } else if (type instanceof ParameterizedType generic) {
            return new TypeRef(
                    (Class<?>) generic.getRawType(),
                    Stream.of(generic.getActualTypeArguments())
                            .map(argument -> resolve(argument, variables))
                            .toList());
        } else if (type instanceof WildcardType wildcard) {
            return resolve(wildcard.getUpperBounds()[0], variables);
        } else if (type instanceof TypeVariable<?> variable && variables.containsKey(variable.getName())) {
            return variables.get(variable.getName());
        }
        // An unbound variable or an array of generics: nothing that a state may hold, as the caller will say.
        return of(Object.class);
    }

    @Override
    public String toString() {
        String name = raw.getSimpleName();
        return arguments.isEmpty()
                ? name
                : arguments.stream().map(TypeRef::toString).collect(Collectors.joining(", ", name + "<", ">"));
    }
}
