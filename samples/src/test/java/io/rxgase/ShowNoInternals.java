package io.rxgase;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;

/** No type of a package named internal in what a user of a class sees: its supertypes, and its public and protected members. */
final class ShowNoInternals extends ArchCondition<JavaClass> {
    ShowNoInternals() {
        super("show no type of a package named internal");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (JavaType shown : supertypes(type)) {
            check(type.getName(), shown, type, events);
        }
        for (JavaMember member : type.getMembers()) {
            boolean isVisible = member.getModifiers().contains(JavaModifier.PUBLIC)
                    || (member.getModifiers().contains(JavaModifier.PROTECTED)
                            && !type.getModifiers().contains(JavaModifier.FINAL));
            if (isVisible && !member.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                for (JavaType shown : signature(member)) {
                    check(member.getFullName(), shown, type, events);
                }
            }
        }
    }

    private static List<JavaType> supertypes(JavaClass type) {
        List<JavaType> all = new ArrayList<>(type.getInterfaces());
        type.getSuperclass().ifPresent(all::add);
        return all;
    }

    private static List<JavaType> signature(JavaMember member) {
        List<JavaType> all = new ArrayList<>();
        if (member instanceof JavaField field) {
            all.add(field.getType());
        } else if (member instanceof JavaCodeUnit code) {
            all.add(code.getReturnType());
            all.addAll(code.getParameterTypes());
            all.addAll(code.getTypeParameters());
            code.getThrowsClause().getTypes().forEach(all::add);
        }
        return all;
    }

    private static void check(String where, JavaType shown, JavaClass type, ConditionEvents events) {
        for (JavaClass involved : shown.getAllInvolvedRawTypes()) {
            if (involved.getPackageName().matches("io\\.rxgase\\..*\\.internal(\\..*)?")) {
                events.add(SimpleConditionEvent.violated(type, where + " shows " + involved.getName()));
            }
        }
    }
}
