/**
 * Characters of names and places that the models do not know, or know too badly, and that are not in GB 2312: from the
 * third list of the general table of standard characters (2013), which registers of persons may use. Not the whole list.
 */
export const RARE =
  '淏翯琇翀瀍镕瑀旻暐炘璠瑢琎昉昳曈潆焜禔禛翾赟钘锜镠镡颀飏骉鹍鹓堉婳媖嫄嬿宬岍峂峣嶷弇忞悆惇愔揆昪晅晊曌朓桄梽棪橦氿汧沄沚泃泂' +
  '浟涢涴淯湜湝湲漷潏澴炻煐煓燊燏玎玒玕玘玚玠玢玥珅珒珖珝珫珵琤琲瑆瑧瑨瑱璆璘璥璪皞盉眊祃祇禊秾稑窅筎絜翙翚虓衎袆裎訚诜诹谖趯辂' +
  '遄郈郐郕鄅鄌鄘鄠鄩釭鋆钐钖钤铷锃镆镈镞阽隰霂霙霡韡颋颙飔飖飗骃骈骎骕骖骙骢鹮黧浐圪'

/** What GB 2312 has besides characters: parts of them, which stand in no name. A stroke beside a gap looks like one. */
export const PARTS =
  '丨丿丶亅亠冂冖冫凵匚卩廴彐彡彳忄扌攵氵灬爫犭疒礻衤糸纟肀艹虍讠辶钅阝饣丬宀巛廾弋彑夂夊尢屮幺乇囗髟'
