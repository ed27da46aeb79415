//! Name mangling: `__private` inside `class C` is `_C__private` (Python/compile.c, `_Py_Mangle`).

use crate::syntax::ast::Ident;

/// The name as it is used inside the class `private`, if there is one.
pub(super) fn mangle(private: Option<&Ident>, name: &Ident) -> Ident {
    let Some(class) = private else { return name.clone() };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.clone();
    }
    match class.trim_start_matches('_') {
        "" => name.clone(),
        class => format!("_{class}{name}").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_names_get_the_class_name() {
        let mangled = |class: &str, name: &str| mangle(Some(&class.into()), &name.into()).to_string();
        assert_eq!(mangled("C", "__x"), "_C__x");
        assert_eq!(mangled("__C", "__x"), "_C__x");
        assert_eq!(mangled("C", "__x__"), "__x__");
        assert_eq!(mangled("C", "__x_"), "_C__x_");
        assert_eq!(mangled("__", "__x"), "__x");
        assert_eq!(mangled("C", "__a.b"), "__a.b");
        assert_eq!(mangled("C", "_x"), "_x");
        assert_eq!(&*mangle(None, &"__x".into()), "__x");
    }
}
