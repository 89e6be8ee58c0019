# Marquee, es; what is missing here is said in English.

## The gate: who may ask what, where and how often

access-channel = En este servidor solo puedo responder en { $channels }.
access-no-channel = Los canales donde podía responder ya no existen; alguien de la administración puede elegir otros con /ajustes.
access-closing = Justo me están reiniciando; vuelve a intentarlo en un minuto.
access-stale = Ese botón ya no funciona; vuelve a usar el comando.
access-games-off = Los juegos están desactivados en este servidor; alguien de la administración puede permitirlos con /ajustes.
access-cooldown =
    { $seconds ->
        [one] Son muchas preguntas de golpe; vuelve a intentarlo en { $seconds } segundo.
       *[other] Son muchas preguntas de golpe; vuelve a intentarlo en { $seconds } segundos.
    }
access-server-cooldown =
    { $seconds ->
        [one] En este servidor hay muchas preguntas ahora mismo; vuelve a intentarlo en { $seconds } segundo.
       *[other] En este servidor hay muchas preguntas ahora mismo; vuelve a intentarlo en { $seconds } segundos.
    }

## Stopping

in-flight-stopped = Me reiniciaron antes de que pudiera terminar; vuelve a intentarlo en un minuto.
promise-lost = Me reiniciaron antes de que pudiera responder; vuelve a enviarlo, por favor.
promise-press-lost = Me reiniciaron justo cuando pulsaste eso; si no ha pasado nada, púlsalo otra vez.

## Keep this film: the button that puts a film on the watchlist

keep-button = Guardar esta peli
keep-done-server = **{ $film }** ya está en la lista de pendientes de este servidor; la ves con `/pendientes mostrar`.
keep-done-own = **{ $film }** ya está en tu lista de pendientes; la ves con `/pendientes mostrar`.
keep-there-server = **{ $film }** ya estaba en la lista de pendientes de este servidor.
keep-there-own = **{ $film }** ya estaba en tu lista de pendientes.
keep-done-named = **{ $film }** ya está en la lista “{ $name }”.
keep-there-named = **{ $film }** ya estaba en la lista “{ $name }”.
keep-unknown = Esa película ya no está en mi catálogo, así que no se puede guardar.
watchlist-full =
    { $films ->
        [one] Esta lista de pendientes ya tiene { $films } película; quita alguna primero.
       *[other] Esta lista de pendientes ya tiene { $films } películas; quita alguna primero.
    }

## What went wrong

error-apology = Algo me salió mal y ya quedó anotado; vuelve a intentarlo en un momento.
error-not-allowed = Aquí no puedo publicar respuestas; alguien de la moderación puede permitirme enviar mensajes y archivos en este canal.
error-message-gone = Mientras tanto, ese mensaje se borró; vuelve a preguntar.
error-command-changed = Ese comando acaba de cambiar; vuelve a intentarlo en un minuto.
error-busy =
    { $seconds ->
        [one] Hay muchísimas preguntas ahora mismo; vuelve a intentarlo en { $seconds } segundo.
       *[other] Hay muchísimas preguntas ahora mismo; vuelve a intentarlo en { $seconds } segundos.
    }
error-unreachable =
    { $seconds ->
        [one] Ahora mismo no puedo mirar pósteres; vuelve a intentarlo en { $seconds } segundo.
       *[other] Ahora mismo no puedo mirar pósteres; vuelve a intentarlo en { $seconds } segundos.
    }

## Pictures that members hand over

attachment-gone = Esa imagen se borró antes de que pudiera verla; vuelve a publicarla.
attachment-unavailable = Discord no me pasó esa imagen; vuelve a intentarlo en un momento.
attachment-empty = Ese archivo está vacío; vuelve a adjuntar el póster.
attachment-is-video = Eso es un video; adjunta un póster como imagen: JPEG, PNG, WebP, GIF o AVIF.
attachment-is-audio = Eso es un archivo de sonido; adjunta un póster como imagen: JPEG, PNG, WebP, GIF o AVIF.
attachment-is-text = Eso es un archivo de texto; adjunta un póster como imagen: JPEG, PNG, WebP, GIF o AVIF.
attachment-is-no-picture = Eso no es una imagen; adjunta un póster como JPEG, PNG, WebP, GIF o AVIF.
attachment-too-large = Esa imagen pesa { $size }; puedo con un máximo de { $limit }.
attachment-none = Ese mensaje no tiene ninguna imagen; pruébalo con uno que tenga un póster.
attachment-link-to-message = Eso es un enlace a un mensaje; copia el enlace de la propia imagen, o mantén pulsado el mensaje y elige Aplicaciones, “Reconocer este póster”.
attachment-link-elsewhere = Solo abro imágenes que están en Discord. Adjunta el póster; o publica ese enlace, mantén pulsado el mensaje con su vista previa y elige Aplicaciones, “Reconocer este póster”.

## /settings: what an admin decides for a server (one message with menus and buttons)

cmd-settings = ajustes
cmd-settings-description = Decide cómo se porta Marquee en este servidor.
cmd-settings-option-country = país
cmd-settings-option-country-description = Dos letras: para qué país dice /peli quién puede ver una película y dónde.
cmd-settings-option-timezone = zona
cmd-settings-option-timezone-description = Una ciudad cuyo reloj da las horas del servidor.
cmd-settings-option-night-role = rol_noche
cmd-settings-option-night-role-description = El rol que mencionan las noches de cine; el de todos significa nadie.
settings-not-allowed = Solo quienes pueden gestionar este servidor pueden cambiar sus ajustes.
settings-title = Marquee en este servidor
settings-encoder = Codificador
settings-encoder-about = Con qué ojos se comparan los pósteres, salvo que alguien elija otros.
settings-encoder-own = Lo que elija Marquee ({ $encoder })
settings-encoder-default = Lo que elija Marquee
settings-encoder-films =
    { $films ->
        [one] { $films } película
       *[other] { $films } películas
    }
settings-encoder-missing = Ahora no puede responder: le falta su índice
settings-channels = Canales
settings-channels-about = Dónde puedo responder, hilos incluidos. Si no eliges ninguno, en todas partes.
settings-channels-all = En todas partes
settings-cooldown = Límite de preguntas
settings-cooldown-member =
    { $rate ->
        [one] { $rate } pregunta por miembro cada { $seconds } s
       *[other] { $rate } preguntas por miembro cada { $seconds } s
    }
settings-cooldown-server =
    { $rate ->
        [one] { $rate } pregunta entre todos cada { $seconds } s
       *[other] { $rate } preguntas entre todos cada { $seconds } s
    }
settings-cooldown-change = Cambiar…
settings-cooldown-form-rate = Preguntas por miembro, de 1 a { $most }
settings-cooldown-form-server = Preguntas entre todos, de 1 a { $most }
settings-cooldown-form-seconds = … en cuántos segundos, de 1 a { $most }
settings-cooldown-wrong-rate = Las preguntas por miembro son un número entero de 1 a { $most }; no se cambió nada.
settings-cooldown-wrong-server = Las preguntas entre todos son un número entero de 1 a { $most }; no se cambió nada.
settings-cooldown-wrong-seconds = Los segundos son un número entero de 1 a { $most }; no se cambió nada.
settings-games = Juegos
settings-games-on = Aquí se puede jugar a adivinar.
settings-games-off = Nadie puede empezar una partida.
settings-games-switch-on = Activar
settings-games-switch-off = Desactivar
settings-answers = Respuestas
settings-answers-public = Las ve todo el canal.
settings-answers-private = Solo las ve quien preguntó.
settings-answers-make-public = Mostrar a todos
settings-answers-make-private = Mantener en privado
settings-marked = Carteles que no son para todos
settings-marked-restricted = Solo los muestro en canales con restricción de edad.
settings-marked-everywhere = Los muestro en todos los canales.
settings-marked-allow = Mostrar en todos
settings-marked-restrict = Solo con restricción
settings-country = País
settings-country-is = `/peli` dice para { $country } quién puede ver una película y dónde está en streaming.
settings-timezone = Zona horaria
settings-timezone-is = Las horas son las de { $zone }.
settings-timezone-wrong = No conozco ninguna zona llamada “{ $typed }”, o conozco varias; elige una de las que aparecen al escribir.
settings-night-role = Noches de cine
settings-night-role-is = Las noches mencionan a { $role }.
settings-country-wrong = Un país tiene dos letras, como ES o MX.
settings-defaults = Restablecer todo

## Terms of the catalogue

era = años { $decade }
percent = { $share }%
list-and =
    { $last ->
        [Infantil] { $first } e { $last }
       *[other] { $first } y { $last }
    }
genre-action = Acción
genre-adventure = Aventura
genre-animation = Animación
genre-children = Infantil
genre-comedy = Comedia
genre-crime = Crimen
genre-documentary = Documental
genre-drama = Drama
genre-fantasy = Fantasía
genre-film-noir = Cine negro
genre-horror = Terror
genre-musical = Musical
genre-mystery = Misterio
genre-romance = Romance
genre-sci-fi = Ciencia ficción
genre-thriller = Thriller
genre-war = Bélico
genre-western = Western
likeness-all-share =
    { $films ->
        [2] Las dos tienen en común: { $genres }.
       *[other] Las { $films } tienen en común: { $genres }.
    }
likeness-some-share = { $holders } de las { $films } tienen en común: { $genres }.
likeness-none-shared =
    { $films ->
        [2] Las dos no comparten ningún género.
       *[other] No hay dos que compartan género.
    }
likeness-year = Son de { $year }.
likeness-years = Van de { $first } a { $last }.

## How a poster looks: words on and under a picture, short

look-heading = Géneros por su aspecto
look-heading-unsure = Géneros: ninguno seguro
look-era = Época por su aspecto: { $era }, probablemente de { $low } a { $high }
look-span = probablemente { $low }–{ $high }
look-newer = El diseño parece más nuevo que la película.
look-older = El diseño parece más antiguo que la película.
look-film = La película en sí puede ser de hacia { $year }, probablemente de { $low } a { $high }.
look-genres = Géneros por su aspecto: { $genres }
look-genres-unsure = Géneros: ninguno seguro; quizá { $genres }

## Films that a member names by typing

films-unknown = No conozco ninguna película llamada “{ $typed }”; elige una de las que aparecen mientras escribes.
films-not-on-list = “{ $typed }” no está en la lista de pendientes; elige una de las que aparecen mientras escribes.

## /watchlist: the films that a server, or a member by themselves, means to watch

cmd-watchlist = pendientes
cmd-watchlist-description = Las películas que quieren ver algún día.
cmd-watchlist-show = mostrar
cmd-watchlist-show-description = Muestra la lista de pendientes.
cmd-watchlist-show-option-films = películas
cmd-watchlist-show-option-films-description = Qué películas (por defecto: todas).
cmd-watchlist-show-choice-all = todas las películas
cmd-watchlist-show-choice-unseen = sin ver
cmd-watchlist-add = agregar
cmd-watchlist-add-description = Pone una película en la lista de pendientes.
cmd-watchlist-add-option-title-description = Escribe y elige la película.
cmd-watchlist-remove = quitar
cmd-watchlist-remove-description = Quita una película de la lista de pendientes.
cmd-watchlist-option-title = título
cmd-watchlist-option-title-description = Una película de la lista de pendientes.
cmd-watchlist-seen = vista
cmd-watchlist-seen-description = Marca una película como vista, o como no vista.
cmd-watchlist-seen-option-seen = vista
cmd-watchlist-seen-option-seen-description = False quita la marca (por defecto: True).
cmd-watchlist-option-list = lista
cmd-watchlist-option-list-description = Qué lista (si no, la que no tiene nombre).
cmd-watchlist-new = nueva
cmd-watchlist-new-description = Crear otra lista de pendientes.
cmd-watchlist-new-option-name = nombre
cmd-watchlist-new-option-name-description = Cómo se llama.
cmd-watchlist-delete = borrar
cmd-watchlist-delete-description = Borrar una lista con sus películas.
cmd-watchlist-delete-option-list-description = Qué lista.
cmd-watchlist-import = importar
cmd-watchlist-import-description = Poner en una lista las películas de un archivo de Letterboxd o IMDb.
cmd-watchlist-import-option-file = archivo
cmd-watchlist-import-option-file-description = watchlist.csv, diary.csv, ratings.csv, una lista o lo que exporta IMDb.
cmd-watchlist-export = exportar
cmd-watchlist-export-description = Obtener una lista como archivo que Letterboxd también acepta.
watchlist-title-server = Pendientes de este servidor
watchlist-title-own = Tus pendientes
watchlist-title-named = Lista “{ $name }”
watchlist-empty = Todavía no hay ninguna película. Agrega una con `/pendientes agregar` o con el botón que hay debajo de cada respuesta.
watchlist-all-seen = Ya se vieron todas las películas de la lista.
watchlist-page = Página { $page } de { $pages }
watchlist-count-all =
    { $films ->
        [one] { $films } película
       *[other] { $films } películas
    }
watchlist-count-unseen =
    { $films ->
        [one] { $films } película sin ver
       *[other] { $films } películas sin ver
    }
watchlist-show-all = Todas
watchlist-show-unseen = Sin ver
watchlist-added = Guardada por { $member } el { $date }
watchlist-added-by-nobody = Guardada el { $date }
watchlist-seen = ✅ Marcada como vista por { $member } el { $date }
watchlist-seen-by-nobody = ✅ Vista el { $date }
watchlist-poster-alt = Póster de { $film }
turn-not-yours = Eso lo pidió otra persona; usa tú el comando para pasar sus páginas.
watchlist-remove-not-yours = Solo quien guardó esa película, o alguien de la moderación, puede quitarla de la lista del servidor.
watchlist-removed = **{ $film }** ya no está en la lista de pendientes.
watchlist-marked-seen = **{ $film }** quedó marcada como vista. ✅
watchlist-marked-unseen = **{ $film }** ya no está marcada como vista.
watchlist-was-seen = **{ $film }** ya estaba marcada como vista.
watchlist-was-unseen = **{ $film }** no estaba marcada como vista.
watchlist-list-unknown = Aquí no hay ninguna lista “{ $name }”; crea una con `/pendientes nueva`.
watchlist-list-gone = Esa lista ya no existe.
watchlist-list-made = La lista “{ $name }” ya existe; llénala con `/pendientes agregar` y `/pendientes importar`.
watchlist-list-deleted = La lista “{ $name }” se borró con sus películas.
watchlist-list-not-yours = Solo quien creó esa lista, o alguien de la moderación, puede borrarla.
watchlist-list-too-many = Aquí ya hay { $lists } listas más; borra una primero.
watchlist-list-bad-name = Una lista necesita un nombre que se pueda leer.
watchlist-exported = Tu archivo; Letterboxd lo acepta en letterboxd.com/import.

watchlist-import-large = Ese archivo es demasiado grande; acepto listas de hasta { $limit }.
watchlist-import-no-list = No puedo leer ninguna lista de películas en ese archivo. Conozco los CSV de Letterboxd e IMDb, y otros con una columna “Title”; en el ZIP de Letterboxd leo watchlist.csv.
watchlist-import-unavailable = Discord no me pasó ese archivo; vuelve a intentarlo en un momento.
watchlist-import-added = Nuevas en la lista: { $films }
watchlist-import-there = Ya estaban: { $films }
watchlist-import-seen = Marcadas como vistas: { $films }
watchlist-import-by-name = No están en mi catálogo, guardadas por su nombre: { $films }
watchlist-import-left-over = Sobran, porque la lista está llena: { $films }
watchlist-import-unread = Sin leer: { $films }
watchlist-import-no-title = Línea { $line }: no hay título
watchlist-import-bad-year = Línea { $line }: “{ $text }” no es un año
watchlist-import-bad-id = Línea { $line }: “{ $text }” no es el id de una película
watchlist-import-no-film = Línea { $line }: “{ $text }” no es una película
watchlist-import-more = Más líneas: { $lines }

## /stats: how a server uses Marquee, shown to its admins below a chart

cmd-stats = estadísticas
cmd-stats-description = Muestra cómo usa Marquee este servidor.
cmd-stats-option-days = días
cmd-stats-option-days-description = Cuánto mirar hacia atrás (por defecto, 30 días).
cmd-stats-choice-7 = 7 días
cmd-stats-choice-30 = 30 días
cmd-stats-choice-90 = 90 días
stats-title = Los últimos { $days } días
stats-matched =
    { $n ->
        [one] { $n } póster reconocido
       *[other] { $n } pósteres reconocidos
    }
stats-answered =
    { $n ->
        [one] { $n } póster que no pude nombrar con seguridad
       *[other] { $n } pósteres que no pude nombrar con seguridad
    }
stats-failed =
    { $n ->
        [one] { $n } pregunta sin respuesta
       *[other] { $n } preguntas sin respuesta
    }
stats-reasons = Sobre todo por: { $reasons }
stats-rounds =
    { $n ->
        [one] { $n } ronda jugada
       *[other] { $n } rondas jugadas
    }
stats-games = Juegos: { $games }
stats-members =
    { $n ->
        [one] Preguntó { $n } miembro.
       *[other] Preguntaron { $n } miembros.
    }
stats-median = La mitad de las respuestas tardó menos de { $seconds } s.
stats-feedback =
    { $given ->
        [one] { $right } de { $given } respuesta valorada se dio por correcta.
       *[other] { $right } de { $given } respuestas valoradas se dieron por correctas.
    }
stats-kept =
    { $days ->
        [one] Las preguntas se guardan { $days } día. Los días van en UTC.
       *[other] Las preguntas se guardan { $days } días. Los días van en UTC.
    }
stats-alt = Barras, una por día durante { $days } días: { $questions } preguntas en total; el día con más fue { $day } ({ $most }).

## An answer: neighbours, pictures, buttons

answer-heading = Los pósteres más parecidos
answer-match = Esta es { $film }
answer-perhaps = Quizá sea { $film }
answer-perhaps-sure = Seguridad: más o menos { $percent }. ¿Es esta película?
answer-perhaps-ask = ¿Es esta película?
answer-unknown = No conozco este póster
answer-resembles = **Se parece a estos**
answer-not-poster = Esto no parece un póster de película.
answer-several =
    { $posters ->
        [one] { $posters } póster en esta imagen
       *[other] { $posters } pósteres en esta imagen
    }
answer-others-of = **Los más parecidos al póster { $number }**
answer-others = **Otros pósteres parecidos**
answer-alike = parecido { NUMBER($similarity, minimumFractionDigits: 2, maximumFractionDigits: 2) }
answer-rest =
    { $count ->
        [one] … y { $count } más
       *[other] … y { $count } más
    }
answer-no-neighbour = Todavía no hay ningún otro póster en el catálogo.
answer-footer = { $encoder } · parecido 1,00 es la misma imagen
answer-alt-asked = El póster por el que se pregunta
answer-alt-picture = La imagen por la que se pregunta
answer-alt-outline = La imagen, con una línea alrededor del póster
answer-alt-outlines = La imagen, con una línea y un número en cada póster. { $films }
answer-alt-posters = Pósteres uno al lado del otro. { $films }
answer-more = Más como esta…
# A button: all that is known, where the answer was brief.
answer-all = Más
answer-right = Correcto
answer-wrong = Incorrecto
answer-yes = Sí, es esa
answer-no = No, no es esa
answer-keep = Guardar
answer-keep-film = Guardar esta peli
answer-show = Mostrar a todos
answer-queue =
    { $ahead ->
        [one] Hay muchas preguntas ahora mismo: { $ahead } va antes que la tuya.
       *[other] Hay muchas preguntas ahora mismo: { $ahead } van antes que la tuya.
    }
verdict-right = Anotado como correcto, ¡gracias!
verdict-wrong = Anotado como incorrecto; gracias, eso ayuda.
verdict-too-old = Esa respuesta es tan vieja que ya la olvidé, ¡pero gracias!
perhaps-thanks = Anotado, ¡gracias!
perhaps-not-yours = Solo quien preguntó puede decirme si es esa película.
page-previous = Anterior
page-next = Siguiente
page-no-more = No hay más pósteres parecidos.

## Films: /film

cmd-film = peli
cmd-film-description = Muestra una película y los pósteres más parecidos al suyo.
cmd-film-option-title = título
cmd-film-option-title-description = El título de la película; escribe y elige.
film-no-genre = Sin género registrado
film-unseen = Conozco esta película, pero todavía no he visto su póster.
film-runtime = { $minutes } min
film-trailer = Tráiler
film-by = De { $names }
film-with = Con { $names }
film-stream = En streaming ({ $country }): { $names }
film-picture = Imagen { $number } de { $pictures }
film-picture-gone = Esa imagen ya no está.
film-not-found = No conozco ninguna película llamada “{ $typed }”.
film-not-found-but = No conozco ninguna película llamada “{ $typed }”. ¿Buscabas { $film }?
film-which = ¿A qué película llamada “{ $typed }” te refieres?
film-which-note = Varias películas se llaman así y son más o menos igual de conocidas

## /privacy: what is kept about a member; only they see it

cmd-privacy = privacidad
cmd-privacy-description = Qué guardo sobre ti, cómo obtenerlo y cómo borrarlo.
privacy-title = Tus datos
privacy-kept = Lo que guardo
privacy-kept-questions = Cada pregunta: tu id de Discord, cuándo y en qué canal preguntaste, una suma de verificación de la imagen, con qué películas respondí, qué tan seguro estaba y cuánto tardé.
privacy-kept-feedback = Si diste una respuesta por correcta o incorrecta, y tu sí o no sobre una película de la que no estaba seguro.
privacy-kept-games = Las partidas que jugaste: el nombre que tenías entonces, lo que respondiste y tus puntos; y lo que respondiste a los carteles del día.
privacy-kept-films = Las películas, listas, plantillas y noches de cine que agregaste, las películas que importaste, que no puedes ir a una noche y tus estrellas para su película, con tu id.
privacy-kept-promises = Mientras preparo una respuesta: una clave de Discord con la que aún puedo avisarte si me reinician entretanto. No dice quién eres y vale 15 minutos.
privacy-not-kept = Lo que no guardo
privacy-not-kept-pictures = Tus imágenes: las miro y las olvido, también lo que leo en ellas. La que no reconozco queda en la memoria dos minutos como máximo, para que pueda leer su título.
privacy-not-kept-messages = Lo que escribes: ni siquiera lo recibo, salvo que me lo mandes con un comando o me menciones.
privacy-not-kept-heard = Lo que escribes: lo recibo, busco en el hilo de un juego respuestas a su ronda y guardo solo esas respuestas.
privacy-how-long = Por cuánto tiempo
privacy-retention =
    { $days ->
        [one] Las preguntas y lo que se dijo de sus respuestas: { $days } día; después se borran solas.
       *[other] Las preguntas y lo que se dijo de sus respuestas: { $days } días; después se borran solas.
    }
privacy-for-ever = Las preguntas y lo que se dijo de sus respuestas: hasta que las borres.
privacy-until = Los juegos y las listas: hasta que los borres.
privacy-export = Mis datos
privacy-forget = Olvídame
privacy-exported =
    { $rows ->
        [0] No guardo nada sobre ti; así lo dice el archivo.
        [one] Todo lo que guardo sobre ti: { $rows } entrada.
       *[other] Todo lo que guardo sobre ti: { $rows } entradas.
    }
privacy-sure = **¿Te olvido?** Esto no se puede deshacer.
    Se borrarán tus preguntas, valoraciones, listas propias, plantillas e intentos con los carteles del día. En las partidas que jugaste queda en tu lugar alguien sin nombre, para que los demás conserven sus puntos; desapareces de las clasificaciones. Las películas que pusiste en la lista de un servidor se quedan ahí, sin tu nombre.
privacy-erase = Sí, borrar todo
privacy-in-a-game = Estás en una partida que no ha terminado; sal de ella o juégala hasta el final y vuelve a tocar el botón.
privacy-erased =
    { $rows ->
        [0] No había nada que borrar: no guardo nada sobre ti.
        [one] Listo: se borró { $rows } entrada. Ya no sé nada de ti.
       *[other] Listo: se borraron { $rows } entradas. Ya no sé nada de ti.
    }

## /about: what Marquee is; only who asked sees it

cmd-about = acerca-de
cmd-about-description = Qué es Marquee, qué sabe y gracias a quién.
about-what = Adjunta el póster de una película con `/reconocer`: te digo qué película es, o qué pósteres se le parecen más, de qué época parece y sus géneros.
about-running = Iniciado { $since }.
about-films =
    { $films ->
        [one] Conozco el póster de { $films } película.
       *[other] Conozco los pósteres de { $films } películas.
    }
about-encoders =
    { $n ->
        [one] Codificador: { $names }
       *[other] Codificadores: { $names }
    }
about-no-encoders = Ahora mismo no puedo acceder a mi catálogo.
about-sources = Fuentes
about-licence = Licencia
about-licence-text = El código de Marquee tiene licencia MIT. Lo que viene con él tiene sus propias condiciones, entre ellas el uso no comercial: mira NOTICE, junto al código.

## Matching: /match and the message command "Match this poster"

cmd-match = reconocer
cmd-match-description = Encuentra las películas con los pósteres más parecidos al tuyo.
cmd-match-option-poster = póster
cmd-match-option-poster-description = La imagen de un póster de película: JPEG, PNG, WebP, GIF o AVIF.
cmd-match-option-link = enlace
cmd-match-option-link-description = En vez de una imagen: el enlace de una que esté en Discord.
cmd-match-option-k = cuántos
cmd-match-option-k-description = Cuántos pósteres parecidos mostrar.
cmd-match-option-encoder = codificador
cmd-match-option-encoder-description = Con qué ojos mirar; si no, con los que eligió el servidor.
cmd-match-message = Reconocer este póster
match-no-poster = Adjunta un póster o dame el enlace de una imagen que esté en Discord.

## /game: guessing games with posters

cmd-game = juego
cmd-game-description = Juegos de adivinar con pósteres de películas.
cmd-game-start = iniciar
cmd-game-start-description = Reúne jugadores y juega una partida.
cmd-game-stop = terminar
cmd-game-stop-description = Termina la partida de aquí, con sus puntos.
cmd-game-skip = saltar
cmd-game-skip-description = Salta la ronda que está en curso aquí.
cmd-game-status = estado
cmd-game-status-description = Muestra la partida que está en curso aquí.
cmd-game-preset = plantilla
cmd-game-preset-description = Opciones de partida guardadas con un nombre.
cmd-game-preset-save = guardar
cmd-game-preset-save-description = Guarda las opciones de la última partida de aquí.
cmd-game-preset-list = listar
cmd-game-preset-list-description = Muestra las plantillas guardadas aquí.
cmd-game-preset-delete = borrar
cmd-game-preset-delete-description = Olvida una plantilla.
cmd-game-option-kind = juego
cmd-game-option-kind-description = Qué juego (por defecto: adivina la película).
cmd-game-option-rounds = rondas
cmd-game-option-rounds-description = Cuántas rondas (por defecto: 5).
cmd-game-option-seconds = segundos
cmd-game-option-seconds-description = Cuánto dura abierta una ronda (por defecto: 45).
cmd-game-option-answer = respuesta
cmd-game-option-answer-description = Si la película se elige o se escribe (por defecto: se elige).
cmd-game-option-difficulty = dificultad
cmd-game-option-difficulty-description = Cuanto más difícil, más se parecen las opciones falsas (y más puntos).
cmd-game-option-mode = modo
cmd-game-option-mode-description = Qué pone fin a la partida (por defecto: las rondas).
cmd-game-option-points = puntos
cmd-game-option-points-description = Con cuántos puntos termina, si ese es el modo (por defecto: 300).
cmd-game-option-several = varios
cmd-game-option-several-description = Si puntúan todos los que aciertan y no solo el primero.
cmd-game-option-teams = equipos
cmd-game-option-teams-description = Cuántos equipos (por defecto: ninguno).
cmd-game-option-decade = década
cmd-game-option-decade-description = Solo películas de una década.
cmd-game-option-genre = género
cmd-game-option-genre-description = Solo películas de un género.
cmd-game-option-guesses = intentos
cmd-game-option-guesses-description = Cuántos títulos se pueden escribir por ronda (por defecto: 5).
cmd-game-option-known = conocidas
cmd-game-option-known-description = Cuán conocidas son (por defecto: las que conocen muchos).
cmd-game-option-preset = plantilla
cmd-game-option-preset-description = Opciones que guarda el servidor; las que pongas aquí van primero.
cmd-game-option-name = nombre
cmd-game-option-name-description = Cómo se llama la plantilla.
cmd-game-kind-film = Adivina la película
cmd-game-kind-year = Adivina el año
cmd-game-kind-genres = Adivina los géneros
cmd-game-kind-odd = La intrusa
cmd-game-kind-decade = Adivina la década
cmd-game-kind-connect = La conexión
cmd-game-kind-mix = Un poco de todo
cmd-game-answer-choice = Elegir una de cuatro
cmd-game-answer-typed = Escribir el título
cmd-game-difficulty-easy = Fácil
cmd-game-difficulty-medium = Media
cmd-game-difficulty-hard = Difícil
cmd-game-mode-points = Más puntos
cmd-game-mode-first-to = Llegar primero a tantos puntos
cmd-game-mode-elimination = Eliminación
cmd-game-known-blockbusters = Los grandes éxitos
cmd-game-known-many = Películas que conocen muchos
cmd-game-known-lovers = Películas que conocen los cinéfilos
cmd-game-known-anything = De todo

game-kind-film = Adivina la película
game-kind-year = Adivina el año
game-kind-genres = Adivina los géneros
game-kind-odd = La intrusa
game-kind-decade = Adivina la década
game-kind-connect = La conexión
game-kind-mix = Un poco de todo
game-difficulty-easy = fácil
game-difficulty-medium = media
game-difficulty-hard = difícil

game-rule-rounds =
    { $rounds ->
        [one] { $rounds } ronda
       *[other] { $rounds } rondas
    }
game-rule-first-to = gana quien llegue antes a { $points } puntos
game-rule-elimination = eliminación: quien falla queda fuera
game-rule-seconds = { $seconds } s por ronda
game-rule-choice = una de cuatro
game-rule-typed = títulos escritos
game-rule-several = puntúan todos los que aciertan
game-rule-known = el { $percent } % más conocido
# How well known the films are; also the choices of a menu.
game-known-blockbusters = grandes éxitos
game-known-many = películas que conocen muchos
game-known-lovers = películas que conocen los cinéfilos
game-known-anything = cualquier película
game-known-menu = 🎚️ ¿Cuán conocidas son las películas?

game-lobby-title = 🎬 { $game }
game-lobby-host = { $host } organiza la partida; la sala se cierra { $when }.
game-lobby-started = La partida ya empezó.
game-lobby-closed = Esta sala está cerrada.
game-players = Jugadores ({ $n })
game-join = Unirme
game-join-team = { $team }
game-leave = Salir
game-begin = Empezar
game-begun = La sala está abierta: toca Empezar cuando no falte nadie.
game-again-begun = Hay una nueva sala abierta.
game-joined-late = ¡Ya estás dentro! Tus respuestas cuentan desde esta ronda.

game-round-of = Ronda { $number } de { $rounds } · { $game }
game-round = Ronda { $number } · { $game } · { $rule }
game-ask-film = ¿Qué película es?
game-ask-typed = ¿Qué película es? Escribe su título.
game-ask-year = ¿En qué año se estrenó esta película? Gana quien más se acerque, y yo también juego.
game-ask-genres = ¿De qué géneros es esta película? Yo también juego.
game-ask-odd = Tres de estas van juntas. ¿Cuál no?
game-ask-decade = ¿En qué década se estrenó esta película?
game-ask-connect = ¿Qué tienen en común estas cuatro películas?
game-picture = Un póster, quizá no entero
game-picture-four = Cuatro pósteres, numerados del 1 al 4
game-until = ⏳ La ronda termina { $when }
# How many of those who play have answered, while the round goes on.
game-answered = ✋ Han respondido { $n } de { $players }
game-write-here = O escribe tu respuesta aquí.
game-samples = Estas películas nunca se hicieron y sus pósteres los dibuja un programa: mi catálogo todavía no tiene imágenes. Quien me gestiona consigue las de verdad con `marquee catalogue import-tmdb` o `import-folder`.
game-answer-title = Responder
game-answer-year = Adivinar el año
game-pick-genres = Elige sus géneros
game-hint = Pista (−{ $points })
game-skip = Saltar

game-modal-title = ¿Qué película es?
game-modal-title-label = Título
game-modal-title-help = En cualquier idioma; se perdonan las erratas.
game-modal-year = ¿De qué año es?
game-modal-year-label = Año
game-modal-year-help = Cuatro cifras.

game-answer-right = ✅ ¡Correcto!
game-answer-wrong = ❌ Esta vez no.
game-answer-wrong-again =
    { $left ->
        [one] ❌ No es esa; te queda un intento.
       *[other] ❌ No es esa; te quedan { $left } intentos.
    }
game-answer-near =
    { $left ->
        [one] 🔥 Cerca, pero no es; te queda un intento.
       *[other] 🔥 Cerca, pero no es; te quedan { $left } intentos.
    }
game-answer-wrong-last = ❌ No es esa, y era tu último intento en esta ronda.
game-answer-near-last = 🔥 Cerca, pero no es, y era tu último intento en esta ronda.
game-answer-kept = 📝 Tu respuesta está anotada.
game-hint-cost = Resta { $points } puntos si aciertas.
game-hint-decade = Su década: { $value }.
game-hint-genres = Sus géneros: { $value }.
game-hint-genre = Uno de sus géneros: { $value }.
game-hint-letters = Su título: { $value }
game-hint-years = Se estrenó en uno de estos años: { $value }.
game-hint-count =
    { $value ->
        [one] Tiene { $value } género.
       *[other] Tiene { $value } géneros.
    }
game-hint-out = No es la número { $value }.
game-hint-not-film = No es { $value }.
game-skip-vote =
    { $needed ->
        [one] Votaste por saltar: { $votes } de { $needed } voto necesario.
       *[other] Votaste por saltar: { $votes } de { $needed } votos necesarios.
    }
game-skip-done = La ronda se salta.
game-stop-done = La partida terminó.

game-truth-film = Era **{ $film }**
game-truth-year = **{ $film }** se estrenó en **{ $year }**
game-truth-genres = **{ $film }**: **{ $genres }**
game-truth-odd = La intrusa era la número **{ $place }**: **{ $film }**
game-truth-odd-why = Las demás tienen en común: { $genres }
# $decade is what a decade is called, as in "1990s"
game-truth-decade = **{ $film }**: **{ $decade }**
game-truth-decade-own = Yo habría dicho: { $decade }
# $link is a genre or a decade
game-truth-connect = Tienen en común: **{ $link }**
game-truth-connect-films = { $film1 } · { $film2 } · { $film3 } · { $film4 }

game-line = { $mark } **{ $name }** +{ $points } · { $said }
game-line-streak = 🔥 { $streak } seguidas: +{ $points }
game-line-marquee = 🤖 **Marquee** +{ $points } · { $said }
game-said-nothing = sin respuesta
game-said-right = en { $seconds } s
game-said-place = número { $place }
game-said-year =
    { $off ->
        [0] { $year }, el año exacto
        [one] { $year }, a { $off } año
       *[other] { $year }, a { $off } años
    }
game-skipped = ⏭️ Esta ronda se saltó; nadie gana puntos.
game-scoreboard = Marcador
game-score = { $mark } { $name } · **{ $points }**
game-score-out = fuera en la ronda { $round }
game-score-streak = 🔥 { $streak } seguidas
game-score-team = { $mark } { $rank }. { $team } · **{ $points }** ({ $names })
game-team = Equipo { $number }
game-more = … y { $n } más
game-next = La próxima ronda llega { $when }.

game-over-won =
    { $n ->
        [one] 🏆 ¡Gana { $names }!
       *[other] 🏆 ¡Ganan { $names }!
    }
game-over = 🏁 Fin de la partida
game-over-nobody = 🏁 Fin de la partida: nadie sumó puntos
game-stopped = La partida se detuvo.
game-own-record =
    { $rounds ->
        [one] Marquee jugó { $rounds } ronda: ganó { $won } y sumó { $points } puntos.
       *[other] Marquee jugó { $rounds } rondas: ganó { $won } y sumó { $points } puntos.
    }
game-again = Jugar otra vez
game-waiting = Ahora mismo no puedo acceder a mis películas; sigo intentándolo.
game-gave-up-unavailable = No puedo acceder a mis películas, así que la partida termina aquí; vuelve a intentarlo más tarde.
game-gave-up-no-films = No quedan más películas que encajen, así que la partida termina aquí.
game-gave-up-none-fit = Muy pocas películas encajan con estas opciones; empieza otra vez con menos límites.
game-gave-up-broken = Algo me salió mal y ya quedó anotado; la partida termina aquí.
game-gave-up-forbidden = Ya no puedo publicar en { $channel }, así que tu partida terminó ahí; sus puntos se conservan.

game-refused-running = Ya hay una partida en curso en este canal; la ves con `/juego estado`.
game-refused-none = No hay ninguna partida en este canal; empieza una con `/juego iniciar`.
game-refused-place = Solo puedo jugar donde soy miembro: en un servidor que me haya agregado o por mensaje directo.
game-refused-permissions = Aquí no puedo jugar hasta que alguien de la moderación me permita { $missing }.
game-permission-view-channel = ver este canal
game-permission-send-messages = enviar mensajes
game-permission-attach-files = adjuntar archivos
game-refused-options = Estas opciones no van juntas; revísalas.
game-refused-host = Eso solo puede hacerlo { $host } o alguien de la moderación.
game-refused-nobody = Todavía no se ha unido nadie.
game-refused-not-in = No estás en esta partida.
game-refused-started = La partida ya empezó.
game-refused-over = Esa partida terminó; empieza otra con `/juego iniciar`.
game-refused-stranger = Todavía no estás en esta partida. ¡Únete y responde!
game-refused-late-join = Ya no puedes unirte: puede que alguien ya esté fuera. ¡La próxima partida es tuya!
game-refused-out = Quedaste fuera de esta partida; gracias por quedarte a mirar.
game-refused-answered = Tu respuesta a esta ronda ya está anotada.
game-refused-tries = No te quedan intentos en esta ronda.
game-refused-late = Demasiado tarde: esa ronda ya terminó.
game-refused-empty = Tu respuesta estaba vacía.
game-refused-year = Escribe un año de cuatro cifras, como 1994.
game-refused-none-left = No quedan más pistas en esta ronda.

game-preset-saved = Las opciones de la última partida de aquí quedaron guardadas como **{ $name }**.
game-preset-deleted = **{ $name }** quedó en el olvido.
game-preset-none = Aquí todavía no hay plantillas; después de una partida, `/juego plantilla guardar` guarda sus opciones.
game-preset-no-game = En este canal todavía no se ha jugado ninguna partida cuyas opciones pueda guardar.
game-preset-unknown = Aquí no hay ninguna plantilla llamada **{ $name }**.
game-preset-not-yours = Esa plantilla es de otra persona; puede cambiarla ella o alguien de la moderación.
game-preset-full =
    { $most ->
        [one] Ya hay { $most } plantilla; borra una primero.
       *[other] Ya hay { $most } plantillas; borra una primero.
    }

## /daily: the poster of the day

cmd-daily = diario
cmd-daily-description = Un cartel al día para el servidor: adivínalo en seis imágenes.
daily-title = 🖼️ Cartel del día · { $day }
daily-ask = ¿Qué película es? Imagen { $step } de { $steps }; cada título errado muestra más.
# Buttons
daily-guess = Adivinar
daily-more = Ver más
daily-give-up = Rendirme
daily-share = Compartir
daily-won = ✅ ¡Es **{ $film }**!
daily-lost = Era **{ $film }**.
# What the squares say, one word each, in a list.
daily-word-wrong = errada
daily-word-near = cerca
daily-word-more = vio más
daily-word-right = acertada
daily-words-solved = Acertada en la imagen { $step } de { $steps }: { $tries }.
daily-words-missed = No acertada en { $steps } imágenes: { $tries }.
daily-streak =
    { $days ->
        [one] 🔥 { $days } día seguido · récord: { $best }
       *[other] 🔥 { $days } días seguidos · récord: { $best }
    }
daily-players = 👥 Lo han intentado { $players }; han acertado { $solved }.
# $when is a moment that Discord shows, such as "in 5 hours"
daily-next = El próximo cartel llega { $when }.
# What everybody sees when somebody shares theirs; $count is 1 to 6, or a dash.
daily-shared = **{ $name }** · cartel del { $day } · **{ $count }/{ $steps }**
daily-shared-streak = 🔥 { $days } días seguidos
daily-refused-shared = Este ya lo compartiste.
daily-refused-gone = Ese cartel ya no está; `/daily` muestra otro.
daily-refused-over = El cartel del { $day } terminó; `/daily` muestra el de hoy.
daily-refused-none = No encuentro un cartel para hoy; inténtalo más tarde.

## Searching: /search

cmd-search = buscar
cmd-search-description = Busca películas por título; donde está CLIP, también por lo que muestran sus pósteres.
cmd-search-option-words = palabras
cmd-search-option-words-description = Un título; con CLIP, también lo que muestra el póster: “astronauta solitario, azul”.
search-heading = Películas para “{ $words }”
search-by-words = Por lo que muestran sus pósteres
search-by-title = Por sus títulos
search-none = No encontré nada para “{ $words }”.

## Comparing: /compare

cmd-compare = comparar
cmd-compare-description = Dice cuánto se parecen dos pósteres.
cmd-compare-option-first = primero
cmd-compare-option-first-description = La imagen de un póster de película.
cmd-compare-option-second = segundo
cmd-compare-option-second-description = Otra.
cmd-compare-option-first-link = primer-enlace
cmd-compare-option-first-link-description = En vez de la primera imagen: el enlace de una que esté en Discord.
cmd-compare-option-second-link = segundo-enlace
cmd-compare-option-second-link-description = En vez de la segunda imagen: el enlace de una que esté en Discord.
compare-no-first = Adjunta el primer póster o dame el enlace de una imagen que esté en Discord.
compare-no-second = Adjunta el segundo póster o dame el enlace de una imagen que esté en Discord.
compare-same = Pósteres de la misma película
compare-perhaps-same = Quizá sean pósteres de la misma película
compare-very = Más parecidos, imposible
compare-two-films = Tan parecidos como pueden serlo los de dos películas
compare-much = Muy parecidos
compare-somewhat = Bastante parecidos
compare-little = Un poco parecidos
compare-hardly = Casi nada en común
compare-not-posters = No parecen dos pósteres de película
compare-alt = Los dos pósteres, uno al lado del otro
compare-unknown = Un póster que no conozco
compare-perhaps = Quizá { $film }
compare-no-poster = No parece un póster de película
compare-unknown-era = Un póster que no conozco; por su aspecto, de los { $era }
compare-genres = Las dos tienen en común: { $genres }.
compare-no-genre = No comparten ningún género.
compare-years =
    { $years ->
        [0] Son del mismo año.
        [one] Se llevan { $years } año.
       *[other] Se llevan { $years } años.
    }
compare-years-about =
    { $years ->
        [0] Por su aspecto, son del mismo año.
        [one] Por su aspecto, se llevan más o menos { $years } año.
       *[other] Por su aspecto, se llevan más o menos { $years } años.
    }

## /night: a vote on the next film, then its event

cmd-night = noche
cmd-night-description = Una votación para elegir la próxima película y, después, su evento.
cmd-night-new = nueva
cmd-night-new-description = Planea una noche de cine: un formulario pregunta el resto.
cmd-night-vote = votar
cmd-night-vote-description = El canal vota entre las películas que digas.
cmd-night-watchlist = pendientes
cmd-night-watchlist-description = El canal vota entre películas de la lista de pendientes.
cmd-night-draw = sorteo
cmd-night-draw-description = El canal vota entre películas sacadas al azar.
cmd-night-close = cerrar
cmd-night-close-description = Cierra la encuesta de este canal y la cuenta.
cmd-night-cancel = cancelar
cmd-night-cancel-description = Cancela la noche de cine de este canal.
cmd-night-end = fin
cmd-night-end-description = Termina las noches de este canal que se repiten.
cmd-night-option-when = cuándo
cmd-night-option-when-description = Cuándo empieza la película: 20h, mañana 20:30, viernes 20h, todos los viernes a las 20h.
cmd-night-option-film1 = peli1
cmd-night-option-film2 = peli2
cmd-night-option-film3 = peli3
cmd-night-option-film4 = peli4
cmd-night-option-film5 = peli5
cmd-night-option-film6 = peli6
cmd-night-option-film7 = peli7
cmd-night-option-film8 = peli8
cmd-night-option-film9 = peli9
cmd-night-option-film10 = peli10
cmd-night-option-film-description = Escribe y elige la película.
cmd-night-option-hours = horas
cmd-night-option-hours-description = Cuánto tiempo está abierta la encuesta (por defecto: un día).
cmd-night-option-place = lugar
cmd-night-option-place-description = Dónde quedan, con tus palabras.
cmd-night-option-voice = voz
cmd-night-option-voice-description = El canal de voz o escenario donde la verán.
cmd-night-option-timezone = zona-horaria
cmd-night-option-timezone-description = Una ciudad donde está tu reloj (por defecto: la zona del servidor; si no, la última).
cmd-night-option-several = varias
cmd-night-option-several-description = Si se puede votar por varias películas (por defecto: True).
cmd-night-option-films = películas
cmd-night-option-films-description = Cuántas películas sacar, de 2 a 10 (por defecto: 5).
cmd-night-option-genre = género
cmd-night-option-genre-description = Solo películas de este género.
cmd-night-option-decade = década
cmd-night-option-decade-description = Solo películas de esta década.
cmd-night-option-known = conocidas
cmd-night-option-known-description = Qué tan conocidas son las películas (por defecto: cualquiera).
cmd-night-choice-known-best = las más conocidas
cmd-night-choice-known-well = conocidas
cmd-night-choice-known-any = cualquier película
night-draft-title = Noche de cine
night-draft-open =
    { $hours ->
        [one] La encuesta está abierta { $hours } hora
       *[other] La encuesta está abierta { $hours } horas
    }
night-draft-several = se puede votar por varias
night-draft-single = un voto por persona
night-draft-zone = { $clock } en { $zone }
night-draft-later-list = Las noches siguientes sortean películas de la lista aún sin ver; `/noche fin` lo termina.
night-draft-later-draw = Las noches siguientes sortean otras películas; `/noche fin` lo termina.
night-repeat-weekly = Cada { $day } a las { $clock } ({ $zone })
night-repeat-weeks = Cada { $weeks } semanas, el { $day } a las { $clock } ({ $zone })
night-repeat-monthly =
    { $nth ->
        [-1] El último { $day } de cada mes a las { $clock } ({ $zone })
        [1] El primer { $day } de cada mes a las { $clock } ({ $zone })
        [2] El segundo { $day } de cada mes a las { $clock } ({ $zone })
        [3] El tercer { $day } de cada mes a las { $clock } ({ $zone })
       *[other] El cuarto { $day } de cada mes a las { $clock } ({ $zone })
    }
night-draft-menu = Elige otras películas
night-draft-send = Abrir la encuesta
night-draft-again = Sortear otra vez
night-draft-drop = Mejor no
night-draft-sent = La encuesta ya está publicada: { $link }
night-draft-dropped = De acuerdo, sin noche de cine.
night-draft-late = Ese borrador llevaba demasiado tiempo esperando; vuelve a usar el comando.
night-not-yours = Esa noche la está organizando otra persona; con `/noche` puedes organizar la tuya.
night-not-you = No puedes publicar encuestas en este canal.
night-not-allowed = Aquí no puedo publicar encuestas; alguien de la moderación puede permitirme enviar mensajes, crear encuestas y leer el historial de mensajes en este canal.
night-no-event = No puedo crear eventos en este servidor, así que solo habrá encuesta; alguien de la administración puede permitírmelo con el permiso Crear eventos.
night-no-voice = No puedo entrar en { $channel }, así que solo habrá encuesta; alguien de la administración puede permitirme verlo y conectarme.
night-zone-unknown = No conozco ninguna zona horaria llamada “{ $typed }”; elige una de las que aparecen mientras escribes, o escribe UTC+2.
night-when-unknown = No sé leer “{ $typed }” como una hora; escríbela como 20h, mañana 20:30, viernes 20h o todos los viernes a las 20h.
night-when-which = “{ $typed }” se puede leer de varias maneras. ¿Cuál quieres decir?
night-when-hour = ¿A qué hora es “{ $typed }”?
night-when-again = Escribirlo de otra manera
night-form-title = Una noche de cine
night-form-when = ¿Cuándo?
night-form-when-about = Según el reloj de { $zone }, salvo que nombres una ciudad.
night-form-when-example = 20h, mañana 20:30, todos los viernes a las 20h
night-form-source = Películas
night-form-source-about = Sobre qué vota el canal.
night-form-source-watchlist = Cinco de la lista, aún sin ver
night-form-source-draw = Cinco del catálogo, al azar
night-form-titles = O tus propias películas
night-form-titles-about = De dos a diez títulos, uno por línea; entonces no se sortea nada.
night-form-place = ¿Dónde?
night-form-place-about = En palabras; si no, es este canal.
night-when-past = Eso ya pasó: { $when }. Elige un momento que esté por venir.
night-when-far = Falta más de un año para eso: { $when }. Elige una fecha más cercana.
night-too-soon =
    { $hours ->
        [one] La encuesta necesita { $hours } hora antes de que empiece la película, y ya empieza { $when }; haz que empiece más tarde.
       *[other] La encuesta necesita { $hours } horas antes de que empiece la película, y ya empieza { $when }; acorta la encuesta o haz que la película empiece más tarde.
    }
night-too-few-named = Di al menos dos películas distintas.
night-too-few-kept = En la lista de pendientes no hay dos películas sin ver que encajen; agrega más con `/pendientes agregar`.
night-too-few-drawn = En mi catálogo no hay dos películas que encajen; pide menos cosas.
night-open = Este canal ya está votando: { $link }
night-open-unsent = Este canal ya está a punto de votar; vuelve a intentarlo en un momento.
night-series-open = Este canal ya tiene una noche que se repite; `/noche fin` la termina.
night-series-ended = Ya no se repetirá. Una votación abierta sigue.
night-series-none = En este canal no se repite ninguna noche.
night-none = En este canal no hay ninguna votación abierta.
night-not-host = Solo quien convocó esa noche, o alguien de la moderación, puede terminarla.
night-closed = La encuesta está cerrada; enseguida llega el resultado.
night-cancelled = Esa noche de cine queda cancelada.
night-call = { $host } convoca una noche de cine: ¡vota aquí abajo!
night-call-again = Otra vez es noche de cine: ¡vota aquí abajo!
night-call-few = No hay votación para esta fecha: { $when }. Hay menos de dos películas aún sin ver que encajen; `/pendientes agregar` añade más.
night-question = ¿Qué película vemos?
night-posters-alt = Pósteres de
night-won =
    { $votes ->
        [one] **{ $film }** gana con { $votes } voto.
       *[other] **{ $film }** gana con { $votes } votos.
    }
night-won-by-lot =
    { $votes ->
        [one] { $films } películas tuvieron { $votes } voto cada una, así que lo eché a suertes: gana **{ $film }**.
       *[other] { $films } películas tuvieron { $votes } votos cada una, así que lo eché a suertes: gana **{ $film }**.
    }
night-no-votes = Nadie votó, así que no hay película para esta fecha: { $when }. Con `/noche` empieza otra votación.
night-starts = Empieza: { $when }.
night-starts-at = Empieza: { $when }, en { $place }.
night-event-late = Cuando se contaron los votos ya había pasado la hora de la película, así que no hay evento.
night-event-forbidden = Aquí no puedo crear eventos (permiso Crear eventos), así que no hay ninguno.
night-event-failed = Discord no aceptó el evento, así que no hay ninguno; alguien de la moderación puede crearlo a mano.
night-event-about = Elegida por votación en { $channel }
night-event-reason = La película ganó la votación
night-reminder = **{ $film }** empieza { $when }.
night-absent = No puedo ir
night-absent-count = No puedo ir ({ $count })
night-absent-noted = Anotado: no puedes ir { $when }. Pulsa otra vez si al final puedes.
night-absent-back = Bien: al final puedes ir { $when }.
night-absent-some =
    { $count ->
        [one] { $count } miembro no puede ir.
       *[other] { $count } miembros no pueden ir.
    }
night-over = Esa noche ya pasó o se canceló.
night-calendar = Archivo de calendario
night-calendar-told = Abre el archivo para poner la noche en tu calendario.
night-asked = ¿Qué tal **{ $film }**? Una estrella la marca como vista en la lista.
night-rated =
    { $count ->
        [one] ★ { $mean }, de { $count } miembro
       *[other] ★ { $mean }, de { $count } miembros
    }
night-missed = No la vimos
night-missed-told = De acuerdo: **{ $film }** no se vio y sigue pendiente.

## /leaderboard: who has the most points in the games

cmd-leaderboard = clasificación
cmd-leaderboard-description = Quién tiene más puntos en los juegos.
cmd-leaderboard-option-game = juego
cmd-leaderboard-option-game-description = Qué juego (por defecto: todos).
cmd-leaderboard-option-period = período
cmd-leaderboard-option-period-description = Desde cuándo (por defecto: siempre); una temporada es un trimestre, en UTC.
cmd-leaderboard-choice-all = todos los juegos
cmd-leaderboard-choice-film = adivina la película
cmd-leaderboard-choice-year = adivina el año
cmd-leaderboard-choice-genres = adivina los géneros
cmd-leaderboard-choice-odd = la intrusa
cmd-leaderboard-choice-decade = adivina la década
cmd-leaderboard-choice-connect = la conexión
cmd-leaderboard-choice-week = esta semana
cmd-leaderboard-choice-month = este mes
cmd-leaderboard-choice-season = esta temporada
cmd-leaderboard-choice-last = la temporada pasada
cmd-leaderboard-choice-ever = desde siempre
board-title-week = Clasificación de esta semana
board-title-month = Clasificación de este mes
board-title-season = Clasificación de esta temporada
board-title-last = Clasificación de la temporada pasada
board-title-ever = Clasificación
board-kind-all = Todos los juegos
board-kind-film = Adivina la película
board-kind-year = Adivina el año
board-kind-genres = Adivina los géneros
board-kind-odd = La intrusa
board-kind-decade = Adivina la década
board-kind-connect = La conexión
board-period-week = Esta semana
board-period-month = Este mes
board-period-season = Esta temporada
board-period-last = Temporada pasada
board-period-ever = Desde siempre
board-empty = Todavía nadie ha sumado puntos. `/juego iniciar` empieza una partida.
board-nobody = Alguien
# Below Marquee's own line.
board-marquee = Marquee también adivina años y géneros, solo por la imagen, y queda fuera de la clasificación.
board-points =
    { $points ->
        [one] { $points } punto
       *[other] { $points } puntos
    }
board-won =
    { $rounds ->
        [one] { $rounds } ronda ganada
       *[other] { $rounds } rondas ganadas
    }
board-page = Página { $page } de { $pages }
board-since = desde el { $date }, 00:00 UTC
board-from-to = del { $first } al { $last }
# $names won the season before this one
board-champions = 👑 Temporada pasada: **{ $names }** · { $points } puntos

## /profile: a member's games, points and favourites

cmd-profile = perfil
cmd-profile-description = Los juegos, los puntos y los gustos de un miembro.
cmd-profile-option-member = miembro
cmd-profile-option-member-description = De quién (por defecto: el tuyo).
profile-games =
    { $games ->
        [one] { $games } partida jugada
       *[other] { $games } partidas jugadas
    }
profile-games-won =
    { $games ->
        [one] { $games } ganada
       *[other] { $games } ganadas
    }
# Daily posters that the member named; how many days in a row, now
profile-posters =
    { $posters ->
        [one] { $posters } cartel del día acertado · { $days } seguidos
       *[other] { $posters } carteles del día acertados · { $days } seguidos
    }
profile-points =
    { $points ->
        [one] { $points } punto
       *[other] { $points } puntos
    }
profile-rounds =
    { $rounds ->
        [one] { $rounds } ronda
       *[other] { $rounds } rondas
    }
profile-rounds-won =
    { $rounds ->
        [one] { $rounds } ganada
       *[other] { $rounds } ganadas
    }
profile-streak =
    { $rounds ->
        [one] Mejor racha: { $rounds } ronda ganada
       *[other] Mejor racha: { $rounds } rondas ganadas seguidas
    }
profile-no-games = Todavía no ha jugado. `/juego iniciar` empieza una partida.
profile-genres = Géneros favoritos: { $genres }
profile-verdicts = Dio mis respuestas por correctas { $right }× y por incorrectas { $wrong }×
profile-avatar-alt = Avatar
